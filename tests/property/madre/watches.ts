import { allChecks } from './checks/all-checks.ts';
import type { Hooks, Observed } from './observed.ts';

/** Every check as one. What they find goes to `violations`, with the number of the invariant and the simulated time. */
export function watchAll(observed: Observed, violations: string[]): Hooks {
  const watches = allChecks.map(({ sentence, watch }) => {
    const id = sentence.slice(0, sentence.indexOf(' '));
    return watch(observed, (what) => {
      violations.push(`${id} at ${observed.clock.monotonic() / 1_000} s: ${what}`);
    });
  });
  return {
    committed: (event) => watches.forEach((each) => each.committed?.(event)),
    called: (call) => watches.forEach((each) => each.called?.(call)),
    passedOn: (call, ended) => watches.forEach((each) => each.passedOn?.(call, ended)),
    acknowledged: (answer) => watches.forEach((each) => each.acknowledged?.(answer)),
    started: (stored) => watches.forEach((each) => each.started?.(stored)),
    killed: () => watches.forEach((each) => each.killed?.()),
    step: () => watches.forEach((each) => each.step?.()),
    calm: () => watches.forEach((each) => each.calm?.()),
    ended: () => watches.forEach((each) => each.ended?.()),
  };
}
