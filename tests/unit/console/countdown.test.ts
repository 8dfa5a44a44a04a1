import { expect, test } from 'vitest';
import { formatLeft, fractionLeft } from '../../../console/src/countdown.ts';

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
