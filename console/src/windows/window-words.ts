import type { WindowRowFragment } from '../generated/graphql.ts';

type Window = Pick<WindowRowFragment, 'state' | 'queuePosition' | 'results'>;

/** A window that ends within this time says so. */
export const ENDS_SOON_MS = 60_000;

export type Tone = 'ready' | 'starting' | 'warning' | 'broken' | 'asleep';

/** The state of a window in words, with what it waits for. `leftMs` is null where it has no deadline. */
export function windowWords(window: Window, leftMs: number | null): string {
  switch (window.state) {
    case 'QUEUED':
      return window.queuePosition === null || window.queuePosition === undefined
        ? 'waits for memory'
        : `waits for memory, place ${window.queuePosition}`;
    case 'OPENING':
      return startWords(window.results);
    case 'OPEN':
      return endsSoon(leftMs) ? 'open, ends soon' : 'open';
    case 'DEGRADED':
      return 'degraded';
    case 'CLOSING':
      return 'closing';
    case 'CLOSED':
      return 'closed';
    case 'FAILED':
      return 'failed';
  }
}

export function windowTone(window: Pick<Window, 'state'>, leftMs: number | null): Tone {
  switch (window.state) {
    case 'OPEN':
      return endsSoon(leftMs) ? 'warning' : 'ready';
    case 'DEGRADED':
    case 'QUEUED':
      return 'warning';
    case 'OPENING':
    case 'CLOSING':
      return 'starting';
    case 'CLOSED':
      return 'asleep';
    case 'FAILED':
      return 'broken';
  }
}

export const endings: Record<NonNullable<WindowRowFragment['closeReason']>, string> = {
  MANUAL: 'closed by hand',
  TTL_EXPIRED: 'its time was up',
  IDLE: 'nobody used it',
  PREEMPTED: 'it made way for another window',
  POLICY_APPLIED: 'a policy was applied',
  START_FAILED: 'it did not start',
  QUEUE_EXPIRED: 'there was no memory for it in time',
};

function endsSoon(leftMs: number | null): boolean {
  return leftMs !== null && leftMs < ENDS_SOON_MS;
}

/** starting 2 of 3: the second is under way. */
function startWords(results: Window['results']): string {
  const begun = results.filter(({ outcome }) => outcome !== 'PENDING').length;
  return results.length === 0
    ? 'opening'
    : `starting ${Math.min(begun + 1, results.length)} of ${results.length}`;
}
