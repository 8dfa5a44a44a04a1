import { expect, it } from 'vitest';
import { runScenario } from './run-scenario.ts';
import type { Command, Request } from './scenario.ts';

const hold = (...services: string[]): Extract<Request, { type: 'open' }> => ({
  ...{ type: 'open', services, mode: 'HOLD', ttlSec: null, priority: 5, onBusy: 'REJECT' },
  ...{ key: null, planned: false },
});

const opened = (name: string) => ({ ...hold(name), mode: 'TTL' as const, priority: 0 });

type Case = readonly [
  what: string,
  steps: readonly (readonly [Command, thenSec: number])[],
  memoryBudgetMb: number | null,
];

/** Each broke a promise once. */
const cases: readonly Case[] = [
  [
    'a stop that is answered before the end of the run is seen',
    [
      [hold('loose'), 2],
      [{ type: 'behave', name: 'loose', behaviour: { endSeenAfterMs: 500 } }, 0],
      [{ type: 'end', name: 'loose' }, 0],
      [{ type: 'close', index: 0 }, 5],
    ],
    null,
  ],
  [
    'a service paused by hand whose drift is to stay as hands leave it',
    [
      [hold('top'), 0],
      [{ type: 'pause', name: 'top' }, 0],
    ],
    null,
  ],
  [
    'a window that leaves the queue before the answer that it waits is heard, and a crash',
    [
      [{ type: 'crashAtCall', call: 'stop', name: 'base', heard: false, downSec: 0 }, 1],
      [{ ...opened('top'), ttlSec: 10 }, 1],
      [{ type: 'setWallClock', byMs: 3_600_000 }, 1],
      [{ ...opened('alone'), ttlSec: 10, onBusy: 'QUEUE' }, 5],
    ],
    700,
  ],
  [
    'a stop by hand that is seen only when the runtime answers again',
    [
      [hold('top'), 0],
      [{ type: 'stopByHand', name: 'top' }, 0],
      [{ type: 'behave', name: 'top', behaviour: { observe: 'hangs' } }, 5],
    ],
    null,
  ],
  [
    'crashes while the wall clock stands before the creation of a window',
    [
      [{ ...opened('loose'), ttlSec: 60 }, 1],
      [{ type: 'setWallClock', byMs: -3_600_000 }, 34],
      [{ type: 'crash', downSec: 0 }, 35],
      [{ type: 'crash', downSec: 0 }, 35],
      [{ type: 'crash', downSec: 0 }, 35],
    ],
    null,
  ],
  [
    'a start that was asked for while the service that somebody paused goes on already',
    [
      [{ ...opened('base'), ttlSec: 10 }, 1],
      [{ type: 'pause', name: 'base' }, 0],
      [{ type: 'startService', name: 'base' }, 0],
      [hold('base'), 1],
    ],
    null,
  ],
];

it.each(cases)('keeps every promise after %s', async (_what, steps, memoryBudgetMb) => {
  const { violations } = await runScenario({
    ...{ memoryBudgetMb, busSurvives: false },
    steps: steps.map(([command, thenSec]) => ({ command, thenSec })),
  });
  expect(violations).toEqual([]);
});
