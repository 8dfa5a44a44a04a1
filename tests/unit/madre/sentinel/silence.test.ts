import { expect, test } from 'vitest';
import { nextSilence, type Silence } from '../../../../subgraphs/madre/sentinel/watch/silence.ts';

const EVERY_MS = 1_000;

const cases: readonly [
  what: string,
  looks: readonly (readonly [mark: string, now: number])[],
  silentMs: number,
][] = [
  ['the first look says nothing', [['a', 5_000]], 0],
  [
    'each look without a beat adds what has passed',
    [
      ['a', 0],
      ['a', 1_000],
      ['a', 2_100],
    ],
    2_100,
  ],
  [
    'a beat begins anew',
    [
      ['a', 0],
      ['a', 1_000],
      ['b', 2_000],
    ],
    0,
  ],
  [
    'and is counted from',
    [
      ['a', 0],
      ['b', 1_000],
      ['b', 2_000],
    ],
    1_000,
  ],
  [
    'an hour in which nobody looked counts as two intervals',
    [
      ['a', 0],
      ['a', 3_600_000],
    ],
    2_000,
  ],
];

test.each(cases)('%s', (_what, looks, silentMs) => {
  let silence: Silence | undefined;
  for (const [mark, now] of looks) silence = nextSilence(silence, { mark, now, everyMs: EVERY_MS });
  expect(silence?.silentMs).toBe(silentMs);
});
