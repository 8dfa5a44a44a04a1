import fc from 'fast-check';
import { expect } from 'vitest';
import { runScenario, SHORTEST_RUN_MS } from './run-scenario.ts';
import { scenario } from './scenario.ts';

/** Of 1,000 runs in all; each file of tests plays its part in a process of its own. */
const RUNS = 500;
const SEED = 20_261_121;
/** Shrinking a counterexample plays hundreds of runs more. */
export const LIMIT_MS = 1_800_000;

/**
 * Scenarios of at least 300 simulated seconds, another half of them in each part, and the same ones at each run, so that what fails is what was
 * changed. `VX11_PROPERTY_SEED=random` plays new ones, `VX11_PROPERTY_SEED=n` those of an earlier time again, and `VX11_PROPERTY_PATH`
 * the one that failed: a failure prints both.
 */
export async function keepsItsPromises(part: 1 | 2): Promise<void> {
  const { VX11_PROPERTY_SEED: given, VX11_PROPERTY_PATH: path } = process.env;
  const seed = given === 'random' ? Math.floor(Math.random() * 2 ** 30) : Number(given ?? SEED + part);
  const all = new Set<string>();
  const played: number[] = [];
  await fc.assert(
    fc.asyncProperty(scenario, async (each) => {
      const { violations, simulatedMs, reached } = await runScenario(each);
      if (violations.length > 0) throw new Error(violations.join('\n'));
      played.push(simulatedMs);
      for (const one of reached) all.add(one);
    }),
    {
      ...{ numRuns: RUNS, seed, interruptAfterTimeLimit: LIMIT_MS - 60_000, markInterruptAsFailure: true },
      ...(path === undefined ? {} : { path }),
    },
  );
  const [shortestMs, sumMs] = [Math.min(...played), played.reduce((sum, each) => sum + each, 0)];
  const seconds = `${sumMs / 1_000} simulated seconds, none of less than ${shortestMs / 1_000}`;
  console.info(`seed ${seed}: ${played.length} runs of together ${seconds}, 0 violations`);
  if (path !== undefined) return;
  expect(played).toHaveLength(RUNS);
  expect(shortestMs).toBeGreaterThanOrEqual(SHORTEST_RUN_MS);
  // Runs in which nothing happens prove nothing. Each of these comes about in one run of fifty at least.
  expect([...all]).toEqual(expect.arrayContaining([...mustBeReached]));
}

const mustBeReached: readonly string[] = [
  ...['QUEUED', 'OPENED', 'DEGRADED', 'RECOVERED', 'EXTENDED', 'EXPIRING', 'CLOSED'].map(
    (type) => `window ${type}`,
  ),
  ...['MANUAL', 'TTL_EXPIRED', 'START_FAILED', 'PREEMPTED', 'POLICY_APPLIED'].map(
    (reason) => `ended ${reason}`,
  ),
  ...['openWindow', 'startService', 'policy', 'adopted'].map((origin) => `window of ${origin}`),
  ...['CRASHED EXITED', 'STOPPED EXITED', 'PAUSED STOPPED_BY_HAND', 'STOPPED STOPPED_BY_HAND'].map(
    (state) => `service ${state}`,
  ),
  ...['UNKNOWN RUNTIME_UNAVAILABLE', 'CRASH_LOOP EXITED', 'START_FAILED PORT_IN_USE'].map(
    (state) => `service ${state}`,
  ),
  ...['RESTART', 'STARTED_BY_HAND', 'TTL_EXPIRED'].map((rule) => `stop ${rule}`),
  ...['BUDGET_EXCEEDED', 'CORE_SERVICE', 'IDEMPOTENCY_CONFLICT', 'NOT_ALLOWED'].map(
    (code) => `openWindow ${code}`,
  ),
];
