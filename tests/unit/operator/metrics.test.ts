import { expect, test } from 'vitest';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { startOperator } from '../../support/operator.ts';
import { createScriptedMadre } from '../../support/scripted-madre.ts';
import { answering, finished, startScriptedSwitch } from '../../support/scripted-switch.ts';

const METRICS = `{ metrics { period requests errors errorRate latency { p50Ms samples }
  byOperation { operation requests } byEngine { engine { id } requests errors } } }`;
const latency = { p50Ms: null, p95Ms: null, p99Ms: null, samples: 0 };

test('metrics are what the gateway counted and what engines did, and skipped engines did nothing', async () => {
  const scripted = await startScriptedSwitch();
  const attempt = { order: 1, errorCode: null, firstTokenMs: 1, totalMs: 2, charactersDiscarded: null };
  const startedAt = '2026-01-01T00:00:00.000Z';
  scripted.answer = answering(
    finished('hi', {
      attempts: [
        { ...attempt, startedAt, engine: 'asleep', outcome: 'SKIPPED_OFF' },
        { ...attempt, startedAt, engine: 'first', outcome: 'TIMED_OUT' },
        { ...attempt, startedAt, engine: 'local', outcome: 'SERVED' },
      ],
    }),
  );
  const operator = await startOperator({
    askMadre: createScriptedMadre({ name: 'switch', state: 'READY' }).ask,
    switchUrl: scripted.url,
    readTraffic: () => ({
      since: 0,
      total: { requests: 8, errors: 2, latency },
      byOperation: [{ operation: 'Status', requests: 8, errors: 2, latency }],
    }),
  });
  await operator.data('mutation { chat(input: { message: "hello" }) { ok } }');
  expect(await operator.data(METRICS)).toEqual({
    metrics: {
      period: 'HOUR_1',
      requests: 8,
      errors: 2,
      errorRate: 0.25,
      latency: { p50Ms: null, samples: 0 },
      byOperation: [{ operation: 'Status', requests: 8 }],
      byEngine: [
        { engine: { id: 'first' }, requests: 1, errors: 1 },
        { engine: { id: 'local' }, requests: 1, errors: 0 },
      ],
    },
  });
});

test('metrics are not made up where the gateway that counts is elsewhere', async () => {
  const operator = await startOperator({ askMadre: createScriptedMadre().ask });
  await expect(operator.data(METRICS)).rejects.toThrow('NOT_IMPLEMENTED');
});

test('metricsChanged tells at once and then at its interval, which has bounds', async () => {
  const clock = createManualClock();
  let requests = 0;
  const operator = await startOperator({
    askMadre: createScriptedMadre().ask,
    clock,
    readTraffic: () => ({
      since: 0,
      total: { requests: (requests += 1), errors: 0, latency },
      byOperation: [],
    }),
  });
  const follow = (intervalMs: number) =>
    operator.executor.subscribe({
      query: `subscription { metricsChanged(intervalMs: ${intervalMs}) { requests } }`,
      context: operator.context,
    });
  const stream = await follow(1_000);
  expect(await stream.next()).toMatchObject({ value: { data: { metricsChanged: { requests: 1 } } } });
  const second = stream.next();
  await clock.advance(1_000);
  expect(await second).toMatchObject({ value: { data: { metricsChanged: { requests: 2 } } } });
  await stream.return?.();
  await expect(follow(10)).rejects.toThrow('between 500 and 60000');
});
