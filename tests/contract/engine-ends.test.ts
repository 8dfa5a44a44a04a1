import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../platform/manual-clock.ts';
import type { Engine, EnginePart, ToldRequest } from '../../subgraphs/switch/engines/engine.ts';
import { createOpenAiCompatibleEngine } from '../../subgraphs/switch/engines/openai-compatible.ts';
import {
  finishesOpen,
  keepsAlive,
  sendsData,
  startScriptedEngine,
  tellsUsage,
  type EngineScript,
  type ScriptedEngine,
} from '../support/scripted-engine.ts';

const limits = {
  connectTimeoutMs: 2_000,
  firstTokenTimeoutMs: 20_000,
  idleTimeoutMs: 15_000,
  totalTimeoutMs: 120_000,
};
const told: ToldRequest = {
  messages: [{ role: 'user', content: 'How are you today?' }],
  tools: [],
  maxOutputTokens: undefined,
  reasoningName: 'reasoning_content',
};
/** How long the usage of a finished answer is waited for. */
const GRACE_MS = 2_000;

let server: ScriptedEngine;
let clock: ManualClock;
let engine: Engine;

beforeEach(async () => {
  server = await startScriptedEngine();
  clock = createManualClock();
  engine = connect();
});
afterEach(async () => {
  await engine.close();
  await server.close();
});

/** Neither [DONE] nor the end of the connection is promised by every server; the finish reason says that the answer is whole. */
describe('an answer whose finish reason has come', () => {
  it('ends with its usage, although the connection stays open', async () => {
    server.script(finishesOpen('Fine.', tellsUsage));
    expect(await collect()).toMatchObject([
      { type: 'content', text: 'Fine.' },
      { type: 'end', finishReason: 'STOP', usage: { totalTokens: 18, estimated: false } },
    ]);
    await clock.advance(1_000);
    expect(await (await server.request(0)).closed).toBe(true);
  });

  it('ends with the one chunk that tells finish reason and usage', async () => {
    server.script(staysOpen('{"choices":[{"delta":{"content":"Fine."}}]}', LAST_WITH_USAGE));
    expect(await collect()).toMatchObject([
      { text: 'Fine.' },
      { type: 'end', finishReason: 'LENGTH', usage: { totalTokens: 5, estimated: false } },
    ]);
  });

  it.each<[string, EngineScript]>([
    ['nothing more comes', () => undefined],
    ['only keep-alives come', keepsAlive],
  ])('ends after a grace where %s, and frees the socket', async (_title, tail) => {
    server.script(finishesOpen('Fine.', tail));
    const parts: EnginePart[] = [];
    const collected = collect(parts);
    await expect.poll(() => parts.length).toBe(1);
    await clock.advance(GRACE_MS);
    expect((await collected).at(-1)).toMatchObject({
      type: 'end',
      finishReason: 'STOP',
      usage: { estimated: true },
    });
    expect(await (await server.request(0)).closed).toBe(true);
  });

  it('ends where the connection breaks', async () => {
    server.script(
      finishesOpen('Fine.', (response) => void response.write('', () => response.socket?.destroy())),
    );
    expect((await collect()).at(-1)).toMatchObject({ type: 'end', finishReason: 'STOP' });
  });

  it.each([
    ['no chunk', 'oops'],
    ['an error', '{"error":{"message":"overloaded"}}'],
    ['an event without end', 'x'.repeat(600_000)],
  ])('ends where %s follows', async (_title, data) => {
    server.script(finishesOpen('Fine.', (response) => void response.write(`data: ${data}\n\n`)));
    expect((await collect()).at(-1)).toMatchObject({ type: 'end', finishReason: 'STOP' });
  });

  it('goes on while text comes, as of a server that says it with every chunk', async () => {
    const chunk = (text: string): string =>
      `{"choices":[{"delta":{"content":"${text}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}`;
    server.script(sendsData(chunk('one'), chunk('two'), '[DONE]'));
    expect(await collect()).toMatchObject([{ text: 'one' }, { text: 'two' }, { type: 'end' }]);
  });

  it('is cancelled all the same while its usage is waited for', async () => {
    server.script(finishesOpen('Fine.'));
    const controller = new AbortController();
    const parts = engine.stream(told, controller.signal)[Symbol.asyncIterator]();
    await parts.next();
    const pending = parts.next();
    controller.abort(new Error('enough'));
    await expect(pending).rejects.toThrow('enough');
  });
});

const LAST_WITH_USAGE =
  '{"choices":[{"delta":{"content":""},"finish_reason":"length"}],"usage":{"prompt_tokens":2,"completion_tokens":3}}';

function staysOpen(...data: readonly string[]): EngineScript {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const item of data) response.write(`data: ${item}\n\n`);
  };
}

function connect(): Engine {
  return createOpenAiCompatibleEngine({
    baseUrl: server.url,
    model: 'any',
    apiKey: undefined,
    limits,
    clock,
  });
}

async function collect(parts: EnginePart[] = []): Promise<EnginePart[]> {
  for await (const part of engine.stream(told, new AbortController().signal)) parts.push(part);
  return parts;
}
