import { expect, it } from 'vitest';
import { runScenario } from './run-scenario.ts';
import type { Command, Request } from './scenario.ts';

const hold = (...services: string[]): Request => ({
  ...{ type: 'open', services, mode: 'HOLD', ttlSec: null, priority: 5, onBusy: 'REJECT' },
  ...{ key: null, planned: false },
});

/** Each broke a promise once. */
const cases: readonly (readonly [what: string, steps: readonly (readonly [Command, thenSec: number])[]])[] = [
  [
    'a stop that is answered before the end of the run is seen',
    [
      [hold('loose'), 2],
      [{ type: 'behave', name: 'loose', behaviour: { endSeenAfterMs: 500 } }, 0],
      [{ type: 'end', name: 'loose' }, 0],
      [{ type: 'close', index: 0 }, 5],
    ],
  ],
  [
    'a service paused by hand whose drift is to stay as hands leave it',
    [
      [hold('top'), 0],
      [{ type: 'pause', name: 'top' }, 0],
    ],
  ],
];

it.each(cases)('keeps every promise after %s', async (_what, steps) => {
  const { violations } = await runScenario({
    ...{ memoryBudgetMb: null, busSurvives: false },
    steps: steps.map(([command, thenSec]) => ({ command, thenSec })),
  });
  expect(violations).toEqual([]);
});
