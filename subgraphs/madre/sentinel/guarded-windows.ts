import { join } from 'node:path';
import type { Clock } from '../../../platform/clock.ts';
import { openStoreToRead } from '../../../platform/store/store.ts';
import type { MadreTables } from '../journal/tables.ts';
import { createSeenWindows } from '../reconciler/seen-windows.ts';
import { readUnfinishedWindows } from '../windows/record/window-rows.ts';
import type { GuardedWindow } from './stops/overdue-services.ts';

/** The unfinished windows of madre.db, with what they have left by the wall clock and by the one that nobody can set. */
export function createGuardedWindows(options: {
  readonly dataDir: string;
  readonly clock: Clock;
}): () => Promise<readonly GuardedWindow[]> {
  const seen = createSeenWindows(options.clock);
  return async () => {
    // Opened for one look: what is closed keeps madre from nothing.
    const store = await openStoreToRead<MadreTables>(join(options.dataDir, 'madre.db'));
    try {
      const windows = await readUnfinishedWindows(store.db);
      seen.keepOnly(windows);
      return windows.map((window) => ({ ...window, leftMs: seen.leftOf(window).deadlineMs }));
    } finally {
      await store.close();
    }
  };
}
