import { expect, it } from 'vitest';
import { runScenario } from './run-scenario.ts';

/** A start waits for no disk: a madre who is killed right after it has noted nowhere that the run is hers. */
it.each(['loose', 'alone'])(
  'stops what was started right before madre was killed, however she treats what hands start: %s',
  async (name) => {
    const { violations } = await runScenario({
      ...{ memoryBudgetMb: null, busSurvives: false },
      steps: [
        { command: { type: 'crashAtCall', call: 'start', name, heard: true, downSec: 30 }, thenSec: 1 },
        {
          command: {
            ...{ type: 'open', services: [name], mode: 'TTL', ttlSec: 10, priority: 5 },
            ...{ onBusy: 'REJECT', key: null, planned: false },
          },
          thenSec: 60,
        },
      ],
    });
    expect(violations).toEqual([]);
  },
);
