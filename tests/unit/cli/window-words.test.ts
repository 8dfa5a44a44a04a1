import { expect, test } from 'vitest';
import { timeWords } from '../../../cli/terminal/time-words.ts';
import { untilWhen } from '../../../cli/window/window-words.ts';
import type { Window } from '../../../client/index.ts';

const deadline = '2026-01-01T12:02:00.000Z';
const times = (isExact: boolean) => timeWords(() => Date.parse('2026-01-01T12:00:00.000Z'), isExact);
const timed = { mode: 'TTL', deadline, ttlRemainingSec: 120, queuePosition: null } as const;

test.each<[Window['state'], string, string]>([
  ['OPENING', 'for another 2 min', `until ${deadline}`],
  ['OPEN', 'for another 2 min', `until ${deadline}`],
  ['CLOSING', 'is being closed', 'is being closed'],
  ['CLOSED', 'is over', 'is over'],
  ['FAILED', 'is over', 'is over'],
])('a window that is %s %s', (state, words, exact) => {
  expect(untilWhen({ ...timed, state }, { times: times(false) })).toBe(words);
  expect(untilWhen({ ...timed, state }, { times: times(true) })).toBe(exact);
});

test('a window held without a deadline tells its end only while it has one', () => {
  const hold = { ...timed, mode: 'HOLD', deadline: null, ttlRemainingSec: null } as const;
  expect(untilWhen({ ...hold, state: 'OPEN' }, { times: times(false) })).toBe('until it is closed');
  expect(untilWhen({ ...hold, state: 'CLOSING' }, { times: times(false) })).toBe('is being closed');
});
