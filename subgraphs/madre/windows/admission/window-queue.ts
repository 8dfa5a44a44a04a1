import type { WindowRecord } from '../record/window-record.ts';

/** How long a window waits for memory before it is given up. */
export const LONGEST_WAIT_MS = 3_600_000;

/** How many may wait together. */
export const MOST_QUEUED = 100;

/** What waits for memory, next one first: by priority, then by age. Of `windows`, which come oldest first. */
export function queueOrder(windows: readonly WindowRecord[]): readonly WindowRecord[] {
  return windows.filter(({ state }) => state === 'QUEUED').toSorted((a, b) => b.priority - a.priority);
}

/** From 1, which is next; null where the window does not wait. */
export function queuePosition(windows: readonly WindowRecord[], id: string): number | null {
  const index = queueOrder(windows).findIndex((window) => window.id === id);
  return index < 0 ? null : index + 1;
}
