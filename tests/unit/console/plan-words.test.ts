import { expect, test } from 'vitest';
import {
  bytes,
  confirmWords,
  etaWords,
  memoryUse,
  type Plan,
} from '../../../console/src/windows/open/plan-words.ts';

function plan(over: Partial<Plan> = {}): Plan {
  return {
    hash: 'h',
    allowed: true,
    code: 'OK',
    message: null,
    starts: [],
    alreadyRunning: [],
    evicts: [],
    etaP50Ms: null,
    etaP95Ms: null,
    memoryBytes: null,
    memoryBudgetBytes: null,
    ...over,
  };
}

function start(name: string, level: number): Plan['starts'][number] {
  return { service: { name }, level, becauseOf: [], etaP50Ms: null, etaP95Ms: null };
}

const evicted = { id: 'w', reason: 'nightly', priority: 1, services: [] };

test.each([
  [
    plan({ starts: [start('switch', 1), start('hermes', 0)] }),
    900,
    'Open for 15 min: start hermes, then switch',
  ],
  [plan({ starts: [start('a', 0), start('b', 0)] }), 45, 'Open for 45 s: start a and b'],
  [plan({ starts: [start('a', 0)] }), null, 'Open until closed: start a'],
  [plan(), 7_200, 'Open for 2 h: all of it runs already'],
  [plan({ starts: [start('a', 0)], evicts: [evicted] }), 60, 'Open for 1 min: start a, ending nightly'],
])('the button says what it does: case %#', (given, ttlSec, words) => {
  expect(confirmWords(given, ttlSec)).toBe(words);
});

test.each([
  [plan(), 'at once'],
  [plan({ starts: [start('a', 0)] }), null],
  [plan({ starts: [start('a', 0)], etaP50Ms: 1_400, etaP95Ms: 2_100 }), 'usually 1.4 s, rarely over 2.1 s'],
])('how long it takes, as far as it was measured: case %#', (given, words) => {
  expect(etaWords(given)).toBe(words);
});

test('memory is told against the budget, also above it, and not at all without one', () => {
  const gb = 1024 ** 3;
  expect(memoryUse(plan({ memoryBytes: 3 * gb, memoryBudgetBytes: 2 * gb }))).toEqual({
    part: 1.5,
    words: '3.0 GB of 2.0 GB',
  });
  expect(memoryUse(plan({ memoryBytes: gb }))).toBeNull();
});

test.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [1024, '1.0 KB'],
  [84 * 1024 ** 2, '84 MB'],
  [1.5 * 1024 ** 3, '1.5 GB'],
])('%d bytes read %s', (count, words) => {
  expect(bytes(count)).toBe(words);
});
