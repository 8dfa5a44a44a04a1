import type { Logger } from '../../../platform/log.ts';

const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 300_000;
/** One that ran for so long before it failed began well. */
const WELL_MS = 60_000;

/** Counts the sentinels that could not run, and says when to try again: later each time, and told once. */
export function startFailures(log: Logger): {
  /** Milliseconds until the next try. */
  failed(error: unknown, ranMs?: number): number;
  forget(): void;
  /** Of the newest; null where the last one ended in order, or none ran. */
  reason(): string | null;
} {
  let count = 0;
  let reason: string | null = null;
  return {
    failed(error, ranMs = 0) {
      count = ranMs >= WELL_MS ? 1 : count + 1;
      const told = error instanceof Error ? error.message : String(error);
      if (count === 1 || told !== reason)
        log.warn({ err: error }, 'no sentinel: should madre be killed, services run on until she is back');
      reason = told;
      return Math.min(FIRST_PAUSE_MS * 2 ** (count - 1), LONGEST_PAUSE_MS);
    },
    forget() {
      count = 0;
      reason = null;
    },
    reason: () => reason,
  };
}
