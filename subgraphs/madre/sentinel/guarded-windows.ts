import { join } from 'node:path';
import type { Clock } from '../../../platform/clock.ts';
import { readRows } from '../../../platform/store/read-rows.ts';
import { createSeenWindows } from '../reconciler/seen-windows.ts';
import { parseWindow, UNFINISHED, type WindowRow } from '../windows/record/window-rows.ts';
import type { GuardedWindow } from './stops/overdue-services.ts';

/** The unfinished windows of madre.db, with what they have left by the wall clock and by the one that nobody can set. */
export function createGuardedWindows(options: {
  readonly dataDir: string;
  readonly clock: Clock;
}): () => Promise<readonly GuardedWindow[]> {
  const seen = createSeenWindows(options.clock);
  return async () => {
    // Opened for one look: what is closed keeps madre from nothing.
    const rows = await readRows(join(options.dataDir, 'madre.db'), WINDOWS, UNFINISHED);
    // The columns that are asked for.
    const windows = rows.map((row) => parseWindow(row as WindowRow));
    seen.keepOnly(windows);
    return windows.map((window) => ({ ...window, leftMs: seen.leftOf(window).deadlineMs }));
  };
}

/** Oldest first. Without the query builder, which is half of what a sentinel would have to load. */
const WINDOWS = `SELECT record, usedMs FROM windows WHERE state IN (${UNFINISHED.map(() => '?').join(', ')}) ORDER BY position`;
