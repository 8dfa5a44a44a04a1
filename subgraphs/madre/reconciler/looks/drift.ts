import type { RuntimeObservation } from '../../runtimes/runtime.ts';

/** What somebody or something else did to a service since the last look. */
export type Drift = EndDrift | 'STARTED_BY_HAND';

/** ENDED: by itself, or because somebody asked it to; nobody saw which. */
export type EndDrift = 'CRASHED' | 'STOPPED_BY_HAND' | 'ENDED';

export interface DriftFacts {
  /** What the last look saw that saw anything; null before the first. */
  readonly before: RuntimeObservation | null;
  /** Null where the runtime could not say. */
  readonly now: RuntimeObservation | null;
  /** Whether a live window holds it. */
  readonly wanted: boolean;
  /** Whether madre answers for the run: see `isInCharge`. */
  readonly inCharge: boolean;
}

/** Null where the world is as madre left it. What nobody wants may end as it likes. */
export function driftOf({ before, now, wanted, inCharge }: DriftFacts): Drift | null {
  if (now === null) return null;
  if (wanted) return endOf(before, now);
  return isUp(now) && !inCharge ? 'STARTED_BY_HAND' : null;
}

/**
 * Madre answers for a run that it started, that a window holds, or whose stop it began; what somebody else started is not its own.
 * `mayStillStart`: a start that was given up may take effect later, which is then no hand's doing.
 */
export function isInCharge(
  before: boolean,
  facts: Pick<DriftFacts, 'now' | 'wanted'> & {
    readonly isOperating: boolean;
    readonly mayStillStart: boolean;
  },
): boolean {
  if (facts.isOperating) return true;
  if (facts.now === null) return before;
  if (isUp(facts.now)) return before || facts.wanted;
  return before && facts.mayStillStart;
}

export function isUp(observation: RuntimeObservation | null): boolean {
  return observation?.status === 'RUNNING' || observation?.status === 'PAUSED';
}

function endOf(before: RuntimeObservation | null, now: RuntimeObservation): EndDrift | null {
  if (before?.status !== 'RUNNING') return null;
  switch (now.status) {
    case 'PAUSED':
      return 'STOPPED_BY_HAND';
    case 'STOPPED':
      // Nothing is known of a run: the machine was started again, or its container made anew.
      if (now.exit === null || now.exit.requested) return null;
      if (now.exit.byHand === null) return 'ENDED';
      return now.exit.byHand ? 'STOPPED_BY_HAND' : 'CRASHED';
    case 'RUNNING':
      // The engine was quicker than we.
      return now.restartCount > before.restartCount ? 'CRASHED' : null;
    case 'MISSING':
      return null;
  }
}
