import { expect, test } from 'vitest';
import { circuitWords, observationWords } from '../../../console/src/engines/engine-words.ts';
import { addPoint, ratePerMinute, type Point } from '../../../console/src/engines/metrics/metrics-state.ts';
import { matching } from '../../../console/src/palette/matching.ts';
import { parseVariables } from '../../../console/src/palette/parse-variables.ts';
import { outcomeOf } from '../../../console/src/server/outcome.ts';
import { age, duration, ttlWords } from '../../../console/src/time/durations.ts';

test.each([
  [age(12_400), '12 s'],
  [age(-5), '0 s'],
  [age(180_000), '3 min'],
  [age(7_200_000), '2 h'],
  [age(200_000_000), '2 d'],
  [duration(85), '85 ms'],
  [duration(1_440), '1.4 s'],
  [duration(12_000), '12 s'],
  [duration(180_000), '3 min'],
  [ttlWords(45), '45 s'],
  [ttlWords(900), '15 min'],
  [ttlWords(7_200), '2 h'],
])('%s is %s', (words, expected) => {
  expect(words).toBe(expected);
});

const unknown = 'It is not known whether it closed';
test.each([
  [{ closeWindow: { ok: true, code: 'OK', message: null } }, undefined, true, 'done'],
  [
    { closeWindow: { ok: false, code: 'NOT_FOUND', message: 'no such window' } },
    undefined,
    false,
    'no such window',
  ],
  [{ chat: { ok: false, error: { message: 'too long' } } }, undefined, false, 'too long'],
  [
    { resetCircuit: null },
    { graphQLErrors: [{ message: 'switch is asleep' }] },
    false,
    'It is not known whether it closed. switch is asleep.',
  ],
  [undefined, undefined, false, 'It is not known whether it closed. No answer came.'],
])('a mutation comes to words: case %#', (data, error, ok, words) => {
  expect(outcomeOf(data, error, unknown)).toMatchObject({ ok, words });
});

test('commands are found by any of their words', () => {
  const items = [{ words: 'start hermes' }, { words: 'stop hermes' }, { words: 'go to Now' }];
  expect(matching(items, 'HER st')).toEqual([{ words: 'start hermes' }, { words: 'stop hermes' }]);
  expect(matching(items, '')).toHaveLength(3);
});

test.each([
  ['{"a": 1}', { a: 1 }],
  ['[1]', null],
  ['{', null],
  ['null', null],
])('variables %s', (text, value) => {
  expect(parseVariables(text)).toEqual(value);
});

test('a circuit says why it is open and when it is tried again', () => {
  const circuit = { state: 'OPEN', failures: 5, threshold: 5, retryAt: 'T', lastError: 'HTTP 500' } as const;
  expect(circuitWords(circuit, () => '12:00')).toBe('circuit open, tried again at 12:00: HTTP 500');
  expect(circuitWords({ ...circuit, state: 'CLOSED', failures: 2 }, () => '')).toBe(
    'circuit closed, 2 of 5 failures',
  );
});

test('an engine that was never called says so', () => {
  expect(observationWords({ lastObservation: null, inFlight: 1, queued: 0 }, () => '')).toBe(
    '1 under way, 0 waiting · never called since switch woke',
  );
});

test('requests per minute come from two readings, and from none where the counters began anew', () => {
  const metrics = (requests: number) => ({
    period: 'HOUR_1' as const,
    requests,
    errors: 0,
    errorRate: 0,
    since: '',
    latency: { p50Ms: 1, p95Ms: null, p99Ms: null, samples: 1 },
    byOperation: [],
    byEngine: [],
  });
  const read = [
    [10, 0],
    [40, 30_000],
    [5, 60_000],
  ] as const;
  const points = read.reduce<readonly Point[]>(
    (before, [count, atMs]) => addPoint(before, metrics(count), atMs),
    [],
  );
  expect(ratePerMinute(points)).toEqual([null, 60, null]);
});
