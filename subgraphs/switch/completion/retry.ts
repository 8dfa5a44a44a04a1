import type { EngineFailure } from '../engines/engine.ts';
import { LONGEST_WAIT_SEC } from '../registry/engine-record.ts';

/** The back-off before the one retry is anything up to this (full jitter), so that many callers do not return at once. */
const LONGEST_BACK_OFF_MS = 500;

/**
 * How long to wait before asking the same engine once more; null where that is of no use. A time-out is not tried again:
 * the person has waited for it already. `random` is between 0 and 1.
 */
export function retryDelayMs(failure: EngineFailure, random: number): number | null {
  switch (failure.kind) {
    case 'RATE_LIMITED':
    case 'UNAVAILABLE':
    case 'CONNECT':
    case 'BAD_RESPONSE':
      if (failure.retryAfterSec === null) return random * LONGEST_BACK_OFF_MS;
      return failure.retryAfterSec <= LONGEST_WAIT_SEC ? failure.retryAfterSec * 1_000 : null;
    case 'REFUSED':
    case 'UNAUTHORIZED':
    case 'CONTEXT_TOO_LONG':
    case 'CONTENT_FILTERED':
    case 'TIMEOUT_FIRST':
    case 'TIMEOUT_IDLE':
    case 'TIMEOUT_TOTAL':
      return null;
  }
}
