import { afterAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../../platform/clock.ts';
import { completionsOverHttp } from '../../../subgraphs/operator/completions/completions-over-http.ts';
import {
  LONGEST_CONTENT_CHARACTERS,
  LONGEST_LINE_CHARACTERS,
  type CompletionEvent,
} from '../../../schema/completion.ts';
import { freePort } from '../../support/free-port.ts';
import { answering, delta, finished, line, startScriptedSwitch } from '../../support/scripted-switch.ts';

const closers: (() => Promise<void>)[] = [];
afterAll(async () => Promise.all(closers.map((close) => close())));

function connect(switchUrl: string) {
  const completions = completionsOverHttp({ switchUrl, subgraphToken: 'between-us', clock: systemClock });
  closers.push(() => completions.close());
  return completions;
}

const request = {
  messageId: 'm1',
  messages: [{ role: 'user' as const, content: 'hi' }],
  engine: null,
  allowFallback: true,
};
const contextWith = (signal: AbortSignal) => ({
  correlationId: 'corr-1',
  actor: { name: 'tester', scopes: ['*'] },
  signal,
});
const context = contextWith(new AbortController().signal);

function iterate(events: AsyncIterable<CompletionEvent>): AsyncIterator<CompletionEvent> {
  return events[Symbol.asyncIterator]();
}

async function collect(events: AsyncIterable<CompletionEvent>): Promise<CompletionEvent[]> {
  const all: CompletionEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

describe("switch's router over HTTP", () => {
  test('yields each event and sends token, correlation id and actor', async () => {
    const server = await startScriptedSwitch();
    server.answer = answering(delta('he'), delta('llo'), finished('hello'));
    const events = await collect(connect(server.url).complete(request, context));
    expect(events.map(({ type }) => type)).toEqual(['delta', 'delta', 'finished']);
    expect(server.requests[0]).toMatchObject({
      path: '/internal/completions',
      body: request,
      headers: {
        'x-vx11-subgraph-token': 'between-us',
        'x-correlation-id': 'corr-1',
        'x-vx11-actor': 'tester',
      },
    });
  });

  test('yields the longest answer, whose thoughts and calls are as long, escaped at their worst', async () => {
    const longest = '\u0001'.repeat(LONGEST_CONTENT_CHARACTERS);
    const toolCalls = [{ id: 't1', name: 'get_status', arguments: longest }];
    const event = finished(longest, { reasoning: longest, finishReason: 'TOOL_CALLS', toolCalls });
    const server = await startScriptedSwitch();
    server.answer = answering(event);
    const [read] = await collect(connect(server.url).complete(request, context));
    expect(read?.type === 'finished' && [read.content, read.reasoning, read.toolCalls]).toEqual([
      longest,
      longest,
      toolCalls,
    ]);
  });

  test('a refused connection is SERVICE_UNREACHABLE', async () => {
    const completions = connect(`http://127.0.0.1:${await freePort()}`);
    await expect(collect(completions.complete(request, context))).rejects.toMatchObject({
      code: 'SERVICE_UNREACHABLE',
    });
  });

  test.each([
    ['another status', 503, '{}', 'it answered HTTP 503'],
    ['a line that is not JSON', 200, 'oops\n', 'not JSON'],
    ['an unknown event', 200, '{"type":"surprise"}\n', 'unknown form'],
    ['an endless line', 200, 'x'.repeat(LONGEST_LINE_CHARACTERS + 100_000), 'longer than'],
  ])('%s is SERVICE_UNREACHABLE that says so', async (_name, status, body, problem) => {
    const server = await startScriptedSwitch();
    server.answer = (response) => response.writeHead(status).end(body);
    const reading = collect(connect(server.url).complete(request, context));
    await expect(reading).rejects.toMatchObject({
      code: 'SERVICE_UNREACHABLE',
      message: expect.stringContaining(problem) as string,
    });
  });

  test('a connection that breaks in the middle is SERVICE_UNREACHABLE after the events before it', async () => {
    const server = await startScriptedSwitch();
    server.answer = (response) => response.writeHead(200).write(line(delta('par')), () => response.destroy());
    const events = iterate(connect(server.url).complete(request, context));
    expect((await events.next()).value).toEqual(delta('par'));
    await expect(events.next()).rejects.toMatchObject({ code: 'SERVICE_UNREACHABLE' });
  });

  test('aborting closes the socket, also while switch is silent', async () => {
    const server = await startScriptedSwitch();
    server.answer = (response) => response.writeHead(200).write(line(delta('par')));
    const controller = new AbortController();
    const events = iterate(connect(server.url).complete(request, contextWith(controller.signal)));
    await events.next();
    const waiting = events.next();
    controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await server.requests[0]?.closed;
  });
});
