import type { WindowRecord } from '../record/window-record.ts';

/** Seconds before its deadline at which a window says that it will end, earliest first. */
const WARNINGS_SEC: readonly number[] = [60, 10];

type Warned = Pick<WindowRecord, 'state' | 'createdAt' | 'admittedAt' | 'deadline' | 'warnedSec'>;

/** The warning that is due with so much left, in seconds before the deadline; an earlier one that was missed is left out. */
export function dueWarningSec(window: Warned, leftMs: number | null): number | undefined {
  const reached = leftMs === null || leftMs <= 0 ? null : reachedWarningSec(leftMs);
  return reached !== null && pendingWarnings(window).includes(reached) ? reached : undefined;
}

/** Milliseconds until the next warning that is still to come; undefined where none is. */
export function nextWarningInMs(window: Warned, leftMs: number | null): number | undefined {
  if (leftMs === null) return undefined;
  return pendingWarnings(window)
    .map((sec) => leftMs - sec * 1_000)
    .find((inMs) => inMs > 0);
}

/** What counts as sent for a window with so much left: an extension beyond a warning arms it again. */
export function reachedWarningSec(leftMs: number): number | null {
  return WARNINGS_SEC.findLast((sec) => leftMs <= sec * 1_000) ?? null;
}

/** One that is not below all that the window was given would come with its opening. */
function pendingWarnings({ admittedAt, createdAt, deadline, warnedSec }: Warned): readonly number[] {
  if (deadline === null) return [];
  const givenMs = deadline - (admittedAt ?? createdAt);
  return WARNINGS_SEC.filter((sec) => sec * 1_000 < givenMs && sec < (warnedSec ?? Infinity));
}
