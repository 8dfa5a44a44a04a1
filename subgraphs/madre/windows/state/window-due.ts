import { nextWarningInMs } from '../deadline/warning.ts';
import { isLive, type WindowRecord } from '../record/window-record.ts';
import type { TimeLeft } from '../deadline/window-times.ts';

/** Milliseconds until time alone changes one of the windows; undefined where it never does. What is overdue is not to come. */
export function nextWindowDueInMs(
  windows: readonly WindowRecord[],
  leftOf: (window: WindowRecord) => TimeLeft,
): number | undefined {
  const spans = windows.flatMap((window) => spansOf(window, leftOf(window))).filter((span) => span > 0);
  return spans.length === 0 ? undefined : Math.min(...spans);
}

/** Whether time has changed one of the windows already, which nobody has seen to yet. */
export function isWindowOverdue(
  windows: readonly WindowRecord[],
  leftOf: (window: WindowRecord) => TimeLeft,
): boolean {
  return windows.some((window) => spansOf(window, leftOf(window)).some((span) => span <= 0));
}

function spansOf(window: WindowRecord, { deadlineMs, startByMs }: TimeLeft): readonly number[] {
  const waits = window.state === 'OPENING' || window.state === 'QUEUED' ? [startByMs] : [];
  if (!isLive(window) || deadlineMs === null) return waits;
  return [...waits, deadlineMs, nextWarningInMs(window, deadlineMs) ?? deadlineMs];
}
