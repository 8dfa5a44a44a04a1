import type { Logger } from '../../../../platform/log.ts';
import { createWorkQueue } from '../../../../platform/work-queue.ts';
import { systemCause, type Journal } from '../../journal/journal.ts';
import { isLive, type WindowRecord } from '../record/window-record.ts';

/**
 * Notes how much of their ttl windows have used up, for the madre after a crash: should the wall clock stand before a window's
 * creation then, it is all that tells that time has passed. What passed since it was last noted is not counted.
 */
export interface UsedTime {
  /** Never waits, never throws. Writes nothing where no window has a deadline. */
  note(): void;
  close(): Promise<void>;
}

export function createUsedTime(options: {
  readonly journal: Journal;
  readonly log: Logger;
  readonly windows: () => readonly WindowRecord[];
  readonly usedMsOf: (window: WindowRecord) => number;
}): UsedTime {
  const { journal, log, usedMsOf } = options;
  const limited = () => options.windows().filter((window) => isLive(window) && window.deadline !== null);

  async function write(): Promise<void> {
    if (limited().length === 0) return;
    await journal.change(systemCause(), async ({ db }) => {
      for (const window of limited())
        await db
          .updateTable('windows')
          .set({ usedMs: usedMsOf(window) })
          .where('id', '=', window.id)
          .execute();
    });
  }

  const queue = createWorkQueue({
    run: write,
    onError: (_key, error) => log.warn({ err: error }, 'what windows have used up was not noted'),
  });
  return { note: () => queue.request('windows'), close: () => queue.close() };
}
