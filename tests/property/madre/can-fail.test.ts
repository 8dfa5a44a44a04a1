import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterFailure } from '../../../subgraphs/madre/reconciler/plan/back-off.ts';
import { isLive } from '../../../subgraphs/madre/windows/record/window-record.ts';
import type { Breakage } from './madre-under-test.ts';
import { runScenario } from './run-scenario.ts';
import { scenario, type Scenario } from './scenario.ts';

/** Of which a few are known to be enough. */
const SCENARIOS = fc.sample(scenario, { seed: 20_261_126, numRuns: 120 });

/** What madre loses, and the invariants that must be seen to break. */
const losses: readonly (readonly [what: string, breakage: Breakage, expected: readonly string[]])[] = [
  ['its resync', { rules: { resyncMs: 1e12 } }, ['W1', 'W15']],
  [
    'the retries of its stops',
    {
      rules: {
        afterFailure(previous, kind, now) {
          const retry = afterFailure(previous, kind, now);
          return kind === 'STOP' ? { ...retry, notBefore: Infinity } : retry;
        },
      },
    },
    ['W1'],
  ],
  [
    'the pauses between its tries',
    {
      rules: {
        afterFailure: (previous, kind, now) => ({ ...afterFailure(previous, kind, now), notBefore: now }),
      },
    },
    ['W9'],
  ],
  ['what it stored, in a crash', { forgetsAtCrash: true }, ['W7']],
  [
    'sight of all holders but the newest',
    { rules: { desiredServices: (windows) => new Set(windows.filter(isLive).at(-1)?.closure ?? []) } },
    ['W2'],
  ],
  [
    'sight of the end of windows',
    { rules: { desiredServices: (windows) => new Set(windows.flatMap(({ closure }) => closure)) } },
    ['W1'],
  ],
];

/** What the same scenarios show of madre as she is; each is played once, whichever loss it is compared with. */
const unbroken = new Map<Scenario, readonly string[]>();

async function control(each: Scenario): Promise<readonly string[]> {
  const violations = unbroken.get(each) ?? (await runScenario(each)).violations;
  unbroken.set(each, violations);
  return violations;
}

describe('the property test can fail', () => {
  it.each(losses)(
    'when madre loses %s, and does not where she has it',
    { timeout: 300_000 },
    async (_what, breakage, expected) => {
      const missing = new Set(expected);
      for (const each of SCENARIOS) {
        const { violations } = await runScenario(each, breakage);
        expect(await control(each)).toEqual([]);
        for (const violation of violations) missing.delete(violation.slice(0, violation.indexOf(' ')));
        if (missing.size === 0) break;
      }
      expect([...missing]).toEqual([]);
    },
  );
});
