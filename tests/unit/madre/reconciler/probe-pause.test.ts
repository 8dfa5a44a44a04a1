import { expect, it } from 'vitest';
import { probePauseMs } from '../../../../subgraphs/madre/probe-pause.ts';

it.each([
  [0, 10],
  [320, 10],
  [640, 20],
  [3_200, 100],
  [60_000, 100],
])('pauses between probes in proportion to the boot: after %i ms for %i ms', (elapsedMs, pauseMs) => {
  expect(probePauseMs(elapsedMs)).toBe(pauseMs);
});

it.each([
  [0, 320, 10],
  [280, 320, 5],
  [320, 320, 4],
  [340, 320, 4],
  [400, 320, 10],
  [6_400, 320, 100],
  [6_400, 6_480, 10],
])(
  'probes more often around the moment in which it is usually ready: after %i ms of usually %i every %i ms',
  (elapsedMs, usualMs, pauseMs) => {
    expect(probePauseMs(elapsedMs, usualMs)).toBe(pauseMs);
  },
);
