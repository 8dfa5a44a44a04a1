import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock, type Clock } from '../../../platform/clock.ts';
import { createLogger } from '../../../platform/log.ts';
import { createManualClock } from '../../../platform/manual-clock.ts';
import type { CompletionEvent, CompletionRequest } from '../../../schema/completion.ts';
import { createCompletionRoute } from '../../../subgraphs/switch/completion/completion-route.ts';

const asked: CompletionRequest = {
  messageId: 'm1',
  messages: [{ role: 'user', content: 'Hello?' }],
  engine: null,
  allowFallback: true,
};
const delta = (text: string): CompletionEvent => ({ type: 'delta', text, reasoning: false });
const failed: CompletionEvent = {
  type: 'failed',
  code: 'INTERNAL',
  message: 'no',
  retryable: false,
  retryAfterSec: null,
  attempts: [],
  decision: null,
};

describe('POST /internal/completions', () => {
  it('answers with one event per line, each as soon as it is there', async () => {
    let goOn: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    const url = await serve(async function* () {
      yield delta('one\ntwo');
      await gate;
      yield failed;
    });
    const response = await post(url, JSON.stringify(asked));
    expect(response.headers['content-type']).toBe('application/x-ndjson');
    const lines = response.body[Symbol.asyncIterator]();
    expect(String((await lines.next()).value)).toBe(`${JSON.stringify(delta('one\ntwo'))}\n`);
    goOn();
    expect(String((await lines.next()).value)).toBe(`${JSON.stringify(failed)}\n`);
    expect((await lines.next()).done).toBe(true);
  });

  it('says every five seconds that it is at work, from the beginning on, until it is not', async () => {
    const clock = createManualClock();
    let goOn: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    const url = await serve(async function* () {
      await gate;
      yield failed;
    }, clock);
    const { body } = await post(url, JSON.stringify(asked));
    const chunks = body[Symbol.asyncIterator]();
    for (let beat = 0; beat < 3; beat += 1) {
      await clock.advance(5_000);
      expect(String((await chunks.next()).value)).toBe('\n');
    }
    goOn();
    expect(String((await chunks.next()).value)).toBe(`${JSON.stringify(failed)}\n`);
    expect((await chunks.next()).done).toBe(true);
    expect(clock.pendingTimers).toBe(0);
  });

  it('hands the request on as it was sent', async () => {
    const seen: CompletionRequest[] = [];
    const url = await serve(async function* (got) {
      seen.push(got);
      yield failed;
    });
    await (await post(url, JSON.stringify({ ...asked, engine: 'local' }))).body.dump();
    expect(seen).toEqual([{ ...asked, engine: 'local' }]);
  });

  it.each([
    ['GET', '', 400, /with POST/],
    ['POST', '{', 400, /must be JSON/],
    ['POST', JSON.stringify({ ...asked, messages: [] }), 400, /messages: Too small/],
    ['POST', 'x'.repeat(4_194_305), 413, /at most 4194304 bytes/],
  ] as const)('refuses a %s it cannot use (%#)', async (method, body, status, problem) => {
    const url = await serve(async function* () {
      yield failed;
    });
    const response = await request(url, method === 'GET' ? { method } : { method, body });
    expect(response.statusCode).toBe(status);
    expect(await response.body.text()).toMatch(problem);
  });

  it('cancels the call when the caller goes away', async () => {
    let wasAborted: (reason: unknown) => void = () => undefined;
    const aborted = new Promise<unknown>((resolve) => (wasAborted = resolve));
    const url = await serve(async function* (_got, signal) {
      yield delta('one');
      await once(signal, 'abort');
      wasAborted(signal.reason);
    });
    const response = await post(url, JSON.stringify(asked));
    await response.body[Symbol.asyncIterator]().next();
    response.body.on('error', () => undefined).destroy();
    expect(await aborted).toMatchObject({ message: 'the caller is gone' });
  });

  it('ends an answer that broke inside with INTERNAL, and tells no details', async () => {
    const url = await serve(async function* () {
      yield delta('one');
      throw new Error('a fault of ours');
    });
    const lines = (await (await post(url, JSON.stringify(asked))).body.text()).trim().split('\n');
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ type: 'failed', code: 'INTERNAL' });
    expect(lines.join()).not.toContain('a fault of ours');
  });

  it('stops asking the engine while the reader takes nothing, and gives it up after 30 seconds', async () => {
    const clock = createManualClock();
    let pulled = 0;
    let wasEnded: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (wasEnded = resolve));
    const url = await serve(async function* () {
      try {
        for (;;) {
          pulled += 1;
          yield delta('x'.repeat(65_536));
        }
      } finally {
        wasEnded();
      }
    }, clock);
    const response = await post(url, JSON.stringify(asked));
    response.body.on('error', () => undefined);
    await expect
      .poll(async () => {
        // The socket's buffers are full when one wait outlasts many turns of the event loop.
        const before = pulled;
        for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        // Of the stall, and of the next sign of life.
        return clock.pendingTimers === 2 && pulled === before;
      })
      .toBe(true);
    await clock.advance(30_000);
    await ended;
    await expect(response.body.text()).rejects.toThrow();
  });

  it('ends answers under way when switch closes', async () => {
    const closing = new AbortController();
    const url = await serve(
      async function* (_got, signal) {
        yield delta('one');
        await once(signal, 'abort');
        signal.throwIfAborted();
      },
      systemClock,
      closing.signal,
    );
    const response = await post(url, JSON.stringify(asked));
    closing.abort();
    await expect(response.body.text()).rejects.toThrow();
  });
});

type Complete = (request: CompletionRequest, signal: AbortSignal) => AsyncIterable<CompletionEvent>;

async function serve(
  complete: Complete,
  clock: Clock = systemClock,
  closing = new AbortController().signal,
): Promise<string> {
  const server = createServer(
    createCompletionRoute({ complete, clock, log: createLogger('silent', 'switch'), closing }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function post(url: string, body: string): ReturnType<typeof request> {
  return request(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
}
