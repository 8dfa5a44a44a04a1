import { expect, test } from 'vitest';
import { formatLeft, fractionLeft, msUntilChange } from '../../../console/src/time/countdown.ts';

test.each([
  [521_000, '08:41'],
  [999, '00:01'],
  [0, '00:00'],
  [-5_000, '00:00'],
  [3_600_000, '1:00:00'],
  [86_399_000, '23:59:59'],
])('%i ms read %s', (leftMs, words) => {
  expect(formatLeft(leftMs)).toBe(words);
});

test.each([
  [0, 100, 0, 1],
  [0, 100, 75, 0.25],
  [0, 100, 150, 0],
  [50, 100, 0, 1],
  [100, 100, 100, 0],
])('from %i to %i, at %i, %f of the time is left', (createdAt, deadline, now, fraction) => {
  expect(fractionLeft(createdAt, deadline, now)).toBe(fraction);
});

test.each([
  [10_370, 370],
  [10_000, 1000],
  [1, 1],
  [0, 1000],
  [-250, 750],
])('with %i ms left the words change in %i ms', (leftMs, waitMs) => {
  expect(msUntilChange(leftMs)).toBe(waitMs);
});

test('a clock that is read at each change never shows a second that is over', () => {
  let shown = '';
  let changesAtMs = 3_370;
  for (let leftMs = 3_370; leftMs >= 0; leftMs--) {
    if (leftMs === changesAtMs) {
      shown = formatLeft(leftMs);
      changesAtMs = leftMs - msUntilChange(leftMs);
    }
    expect(shown).toBe(formatLeft(leftMs));
  }
});
