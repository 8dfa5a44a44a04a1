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
