import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createManualClock, type ManualClock } from '../../platform/manual-clock.ts';
import { LONGEST_CONTENT_CHARACTERS } from '../../schema/completion.ts';
import { EngineFailure, type Engine, type EnginePart } from '../../subgraphs/switch/engines/engine.ts';
import { createOpenAiCompatibleEngine } from '../../subgraphs/switch/engines/openai-compatible.ts';
import { freePort } from '../support/free-port.ts';
import {
  answers,
  answersWithoutUsage,
  breaksAfter,
  onlyKeepsAlive,
  reasons,
  respondsWith,
  sendsData,
  stallsAfter,
  startScriptedEngine,
  type EngineScript,
  type ScriptedEngine,
} from '../support/scripted-engine.ts';

const API_KEY = 'sk-the-secret-of-this-test';
const limits = {
  connectTimeoutMs: 2_000,
  firstTokenTimeoutMs: 20_000,
  idleTimeoutMs: 15_000,
  totalTimeoutMs: 120_000,
};
const messages = [{ role: 'user' as const, content: 'How are you today?' }];
const told = { messages, tools: [], maxOutputTokens: undefined, reasoningName: 'reasoning_content' } as const;

let server: ScriptedEngine;
let clock: ManualClock;
let engine: Engine;

beforeEach(async () => {
  server = await startScriptedEngine();
  clock = createManualClock();
  engine = connect(server.url);
});
afterEach(async () => {
  await engine.close();
  await server.close();
});

describe('an OpenAI-compatible engine', () => {
  it('streams the texts in order and ends with the reported usage', async () => {
    server.script(answers('Fine, ', 'thanks', '.'));
    expect(await collect()).toEqual([
      { type: 'content', text: 'Fine, ' },
      { type: 'content', text: 'thanks' },
      { type: 'content', text: '.' },
      {
        type: 'end',
        finishReason: 'STOP',
        toolCalls: [],
        usage: {
          promptTokens: 11,
          completionTokens: 7,
          reasoningTokens: null,
          totalTokens: 18,
          estimated: false,
          costUsd: null,
        },
      },
    ]);
  });

  it('asks for a stream with usage, with the model and the key of the configuration', async () => {
    await collect();
    const [request] = server.requests;
    expect(request?.path).toBe('/v1/chat/completions');
    expect(request?.headers.authorization).toBe(`Bearer ${API_KEY}`);
    expect(request?.body).toEqual({
      model: 'any',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it('tells reasoning apart from the answer', async () => {
    server.script(reasons('They ask how I am.', 'Fine.'));
    expect((await collect()).slice(0, 2)).toEqual([
      { type: 'reasoning', text: 'They ask how I am.' },
      { type: 'content', text: 'Fine.' },
    ]);
  });

  it('estimates the usage where none is reported, and says so', async () => {
    server.script(answersWithoutUsage('12345678'));
    expect((await collect()).at(-1)).toMatchObject({
      finishReason: 'STOP',
      usage: { promptTokens: 5, completionTokens: 2, totalTokens: 7, estimated: true },
    });
  });

  it.each([
    ['length', 'LENGTH'],
    ['content_filter', 'CONTENT_FILTER'],
    ['tool_calls', 'TOOL_CALLS'],
    ['eos', 'STOP'],
  ])('reads the finish reason %s as %s', async (word, expected) => {
    server.script(answersWithoutUsage('text', word));
    expect((await collect()).at(-1)).toMatchObject({ finishReason: expected });
  });

  it('puts a character together whose bytes come apart', async () => {
    server.script((response) => {
      const bytes = Buffer.from(
        'data: {"choices":[{"delta":{"content":"añ😀"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n',
      );
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      for (const byte of bytes) response.write(Buffer.of(byte));
      response.end();
    });
    expect((await collect())[0]).toEqual({ type: 'content', text: 'añ😀' });
  });

  it('cuts an answer that is longer than can be kept, and says LENGTH', async () => {
    server.script(answers(...Array.from({ length: 6 }, () => 'x'.repeat(30_000))));
    const parts = await collect();
    expect(textOf(parts)).toHaveLength(LONGEST_CONTENT_CHARACTERS);
    expect(parts.at(-1)).toMatchObject({ type: 'end', finishReason: 'LENGTH' });
  });

  it('cuts no character in two', async () => {
    server.script(answers(`x${'😀'.repeat(LONGEST_CONTENT_CHARACTERS / 2)}`));
    expect(textOf(await collect())).toBe(`x${'😀'.repeat(LONGEST_CONTENT_CHARACTERS / 2 - 1)}`);
  });

  it('uses one connection for answers that follow each other', async () => {
    const ports = new Set<number | undefined>();
    const remember: EngineScript = (response) => {
      ports.add(response.socket?.remotePort);
      return answers('text')(response);
    };
    server.script(remember, remember, remember);
    for (let round = 0; round < 3; round += 1) {
      await collect();
      await untilDrained();
    }
    expect(ports.size).toBe(1);
  });

  describe('fails with', () => {
    it.each<[string, EngineScript, object]>([
      ['UNAUTHORIZED for 401', respondsWith(401), { kind: 'UNAUTHORIZED' }],
      ['UNAUTHORIZED for 403', respondsWith(403), { kind: 'UNAUTHORIZED' }],
      [
        'RATE_LIMITED for 429 and its seconds',
        respondsWith(429, { 'retry-after': '60' }),
        { kind: 'RATE_LIMITED', retryAfterSec: 60 },
      ],
      [
        'RATE_LIMITED for 429 and its date',
        respondsWith(429, { 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' }),
        { kind: 'RATE_LIMITED', retryAfterSec: 30 },
      ],
      [
        'RATE_LIMITED for 429 that says no time',
        respondsWith(429),
        { kind: 'RATE_LIMITED', retryAfterSec: null },
      ],
      ['REFUSED for 400', respondsWith(400), { kind: 'REFUSED' }],
      [
        'CONTEXT_TOO_LONG where the body says so in the words of OpenAI',
        respondsWith(400, {}, '{"error":{"code":"context_length_exceeded"}}'),
        { kind: 'CONTEXT_TOO_LONG' },
      ],
      [
        'CONTEXT_TOO_LONG in the words of llama.cpp',
        respondsWith(400, {}, '{"error":{"message":"the request exceeds the available context size"}}'),
        { kind: 'CONTEXT_TOO_LONG' },
      ],
      [
        'CONTENT_FILTERED where a filter took the request',
        respondsWith(400, {}, '{"error":{"code":"content_filter"}}'),
        { kind: 'CONTENT_FILTERED' },
      ],
      [
        'REFUSED where the body of the refusal is huge',
        respondsWith(422, {}, 'x'.repeat(2_000_000)),
        { kind: 'REFUSED' },
      ],
      ['UNAVAILABLE for 500', respondsWith(500), { kind: 'UNAVAILABLE' }],
      ['BAD_RESPONSE for an answer that is no stream', respondsWith(200), { kind: 'BAD_RESPONSE' }],
      ['BAD_RESPONSE for bad JSON', sendsData('{"choices":'), { kind: 'BAD_RESPONSE' }],
      [
        'BAD_RESPONSE for a chunk of another shape',
        sendsData('{"choices":"none"}'),
        { kind: 'BAD_RESPONSE' },
      ],
      ['BAD_RESPONSE for an event without end', sendsData('x'.repeat(600_000)), { kind: 'BAD_RESPONSE' }],
      ['BAD_RESPONSE for an answer without text', sendsData('[DONE]'), { kind: 'BAD_RESPONSE' }],
      [
        'UNAVAILABLE for an error in the stream',
        sendsData('{"error":{"message":"overloaded"}}'),
        { kind: 'UNAVAILABLE' },
      ],
    ])('%s', async (_title, script, failure) => {
      server.script(script);
      expect(await failureOf(collect())).toMatchObject(failure);
    });

    it('UNAVAILABLE where the connection breaks in mid-answer, after the text that came', async () => {
      server.script(breaksAfter('one', 'two'));
      const parts: EnginePart[] = [];
      expect(await failureOf(collect(parts))).toMatchObject({ kind: 'UNAVAILABLE' });
      expect(textOf(parts)).toBe('onetwo');
    });

    it('UNAVAILABLE where the stream ends without an end', async () => {
      server.script((response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.end('data: {"choices":[{"delta":{"content":"half"}}]}\n\n');
      });
      expect(await failureOf(collect())).toMatchObject({ kind: 'UNAVAILABLE' });
    });

    it('REFUSED at a redirect, which it does not follow with the key', async () => {
      const elsewhere = await startScriptedEngine();
      onTestFinished(() => elsewhere.close());
      server.script(respondsWith(307, { location: `${elsewhere.url}/chat/completions` }));
      expect(await failureOf(collect())).toMatchObject({ kind: 'REFUSED' });
      expect(elsewhere.requests).toEqual([]);
    });

    it('CONNECT where nothing listens', async () => {
      expect(await failureOf(collect([], connect(`http://127.0.0.1:${await freePort()}/v1`)))).toMatchObject({
        kind: 'CONNECT',
      });
    });

    it('CONNECT where a connection does not come about in time', async () => {
      // It takes the connection but never speaks TLS.
      const silent = createTcpServer();
      const connected = new Promise((resolve) => silent.once('connection', resolve));
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
      onTestFinished(() => void silent.close());
      const failure = failureOf(
        collect([], connect(`https://127.0.0.1:${(silent.address() as AddressInfo).port}/v1`)),
      );
      await connected;
      await clock.advance(limits.connectTimeoutMs);
      expect(await failure).toMatchObject({ kind: 'CONNECT' });
    });
  });

  describe('limits silence', () => {
    it('ends a call whose first text does not come in time, and frees the socket', async () => {
      server.script(stallsAfter());
      const failure = failureOf(collect());
      const request = await server.request(0);
      await clock.advance(limits.firstTokenTimeoutMs);
      expect(await failure).toMatchObject({ kind: 'TIMEOUT_FIRST' });
      expect(await request.closed).toBe(true);
    });

    it('ends a call whose refusal does not come to its end', async () => {
      server.script((response) => void response.writeHead(400).write('{"error":'));
      const failure = failureOf(collect());
      await server.request(0);
      await clock.advance(limits.firstTokenTimeoutMs);
      expect(await failure).toMatchObject({ kind: 'TIMEOUT_FIRST' });
    });

    it('takes keep-alives and empty deltas for silence', async () => {
      server.script(onlyKeepsAlive());
      const failure = failureOf(collect());
      await server.request(0);
      await clock.advance(limits.firstTokenTimeoutMs / 2);
      await clock.advance(limits.firstTokenTimeoutMs / 2);
      expect(await failure).toMatchObject({ kind: 'TIMEOUT_FIRST' });
    });

    it('ends a call that falls silent in mid-answer', async () => {
      server.script(stallsAfter('one'));
      const parts = engine.stream(told, new AbortController().signal)[Symbol.asyncIterator]();
      expect(await parts.next()).toMatchObject({ value: { text: 'one' } });
      const failure = failureOf(parts.next());
      await clock.advance(limits.idleTimeoutMs);
      expect(await failure).toMatchObject({ kind: 'TIMEOUT_IDLE' });
    });

    it('ends a call that talks on beyond the total limit', async () => {
      server.script(stallsAfter(...'abcdefghi'));
      const parts = engine.stream(told, new AbortController().signal)[Symbol.asyncIterator]();
      for (let read = 0; read < 9; read += 1) {
        await parts.next();
        await clock.advance(13_000);
      }
      const failure = failureOf(parts.next());
      await clock.advance(3_000);
      expect(await failure).toMatchObject({ kind: 'TIMEOUT_TOTAL' });
    });

    it('does not take a slow reader for a silent engine', async () => {
      server.script(answers('one', 'two'));
      const parts = engine.stream(told, new AbortController().signal)[Symbol.asyncIterator]();
      await parts.next();
      await clock.advance(limits.idleTimeoutMs * 2);
      expect(await parts.next()).toMatchObject({ value: { text: 'two' } });
      expect(await parts.next()).toMatchObject({ value: { type: 'end' } });
    });

    it('leaves no timer behind', async () => {
      await collect();
      await untilDrained();
    });
  });

  it('ends at once when the signal aborts, with its reason, and frees the socket', async () => {
    server.script(stallsAfter('one'));
    const controller = new AbortController();
    const parts = engine.stream(told, controller.signal)[Symbol.asyncIterator]();
    await parts.next();
    const pending = parts.next();
    controller.abort(new Error('enough'));
    await expect(pending).rejects.toThrow('enough');
    expect(await (await server.request(0)).closed).toBe(true);
  });

  it('frees the socket of a reader that stops reading', async () => {
    server.script(stallsAfter('one'));
    for await (const part of engine.stream(told, new AbortController().signal)) {
      expect(part).toMatchObject({ text: 'one' });
      break;
    }
    expect(await (await server.request(0)).closed).toBe(true);
  });

  it('calls nobody where the signal has aborted already', async () => {
    await expect(collect([], engine, AbortSignal.abort(new Error('too late')))).rejects.toThrow('too late');
    expect(server.requests).toEqual([]);
  });

  it('keeps the key out of its failures, also where the engine echoes it', async () => {
    for (const status of [400, 401, 403, 429, 500]) {
      server.script(
        respondsWith(status, {}, JSON.stringify({ error: { message: `bad key ${API_KEY}`, code: API_KEY } })),
      );
      const failure = await failureOf(collect());
      expect(`${failure.stack} ${JSON.stringify(failure)}`).not.toContain(API_KEY);
    }
  });
});

function connect(baseUrl: string): Engine {
  return createOpenAiCompatibleEngine({
    baseUrl,
    model: 'any',
    apiKey: API_KEY,
    limits,
    clock,
  });
}

async function collect(
  parts: EnginePart[] = [],
  asked: Engine = engine,
  signal: AbortSignal = new AbortController().signal,
): Promise<EnginePart[]> {
  for await (const part of asked.stream(told, signal)) parts.push(part);
  return parts;
}

/** The tail of an answer is read after its end was told, and that read is limited by a timer. */
async function untilDrained(): Promise<void> {
  await expect.poll(() => clock.pendingTimers).toBe(0);
}

function textOf(parts: readonly EnginePart[]): string {
  return parts.map((part) => (part.type === 'content' ? part.text : '')).join('');
}

async function failureOf(work: Promise<unknown>): Promise<EngineFailure> {
  const failure: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (failure instanceof EngineFailure) return failure;
  throw new Error('it did not fail with an EngineFailure', { cause: failure });
}
