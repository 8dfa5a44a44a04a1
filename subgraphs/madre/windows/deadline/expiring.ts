import type { Kysely } from 'kysely';
import type { Logger } from '../../../../platform/log.ts';
import { createWorkQueue } from '../../../../platform/work-queue.ts';
import { systemCause, type Journal } from '../../journal/journal.ts';
import type { MadreTables } from '../../journal/tables.ts';
import { readActivity, type ActivityFacts } from './activity.ts';
import { dueWarningSec } from './warning.ts';
import { isLive, type WindowRecord } from '../record/window-record.ts';
import { readWindow, saveWindow } from '../record/window-rows.ts';
import type { TimeLeft } from './window-times.ts';

/** Sends the EXPIRING events. Apart from settling, so that a service that is slow to report delays no deadline. */
export interface Expiring {
  /** Begins to send what is due; asking again meanwhile sends nothing twice. */
  warn(windows: readonly WindowRecord[]): void;
  close(): Promise<void>;
}

export interface ExpiringOptions extends ActivityFacts {
  readonly db: Kysely<MadreTables>;
  readonly journal: Journal;
  readonly log: Logger;
  readonly leftOf: (window: WindowRecord) => TimeLeft;
}

export function createExpiring(options: ExpiringOptions): Expiring {
  const { db, journal, log, leftOf } = options;
  const dueOf = (window: WindowRecord | undefined): number | undefined =>
    window !== undefined && isLive(window) ? dueWarningSec(window, leftOf(window).deadlineMs) : undefined;

  async function send(id: string, signal: AbortSignal): Promise<void> {
    const window = await readWindow(db, id);
    if (window === undefined || dueOf(window) === undefined) return;
    const inUse = await readActivity(options, window.closure, signal);
    await journal.change(systemCause(window.correlationId), async (change) => {
      // Read again inside: it may have been extended, closed or warned of since.
      const current = await readWindow(change.db, id);
      const warnedSec = dueOf(current);
      if (current === undefined || warnedSec === undefined) return;
      await saveWindow(change, 'EXPIRING', { ...current, warnedSec }, { inUse });
      const detail = { warnedSec, inUse: inUse.map((report) => ({ ...report })) };
      await change.audit({ action: 'window.expiring', target: id, outcome: 'OK', detail });
    });
  }

  const queue = createWorkQueue({
    run: send,
    onError: (id, error) => log.error({ err: error, window: id }, 'a warning was not sent'),
  });
  return {
    warn(windows) {
      for (const window of windows) if (dueOf(window) !== undefined) queue.request(window.id);
    },
    close: () => queue.close(),
  };
}
