import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createLogger } from '../../platform/log.ts';
import { createManualClock } from '../../platform/manual-clock.ts';
import type { CompletionEvent } from '../../schema/completion.ts';
import { completionsOverHttp } from '../../subgraphs/operator/completions/completions-over-http.ts';
import { createCompletionRoute } from '../../subgraphs/switch/completion/completion-route.ts';
import { delta, finished } from '../support/scripted-switch.ts';
import { gate } from '../support/gate.ts';

/** Operator's end and switch's over one socket, on one clock. */
test('an answer that says nothing for an hour arrives, for switch is at work all the time', async () => {
  const clock = createManualClock();
  const rest = gate();
  const route = createCompletionRoute({
    async *complete() {
      yield delta('once ');
      await rest.promise;
      yield finished('once more');
    },
    clock,
    log: createLogger('silent', 'switch'),
    closing: new AbortController().signal,
  });
  const server = createServer(route);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const switchUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const completions = completionsOverHttp({ clock, switchUrl, subgraphToken: 'between-us' });
  onTestFinished(async () => {
    await completions.close();
    server.close();
    server.closeAllConnections();
  });
  const request = {
    ...{ messageId: 'm1', engine: null, allowFallback: true },
    messages: [{ role: 'user' as const, content: 'hi' }],
  };
  const context = {
    ...{ correlationId: 'corr-1', actor: { name: 'tester', scopes: ['*'] } },
    signal: new AbortController().signal,
  };

  const stream: AsyncIterable<CompletionEvent> = completions.complete(request, context);
  const events = stream[Symbol.asyncIterator]();
  expect((await events.next()).value).toEqual(delta('once '));
  const next = events.next();
  await clock.advance(3_600_000);
  rest.open();
  expect((await next).value).toMatchObject({ type: 'finished', content: 'once more' });
  expect((await events.next()).done).toBe(true);
  expect(clock.pendingTimers).toBe(0);
});
