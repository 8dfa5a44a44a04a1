import type { Kysely } from 'kysely';
import type { Logger } from '../../../platform/log.ts';
import { systemActor } from '../../../platform/request-context.ts';
import { createWorkQueue } from '../../../platform/work-queue.ts';
import type { Journal } from '../journal/journal.ts';
import type { MadreTables } from '../journal/tables.ts';
import { readActivity, type ActivityFacts, type ActivityReport } from '../windows/deadline/activity.ts';
import { end } from '../windows/state/end-window.ts';
import { isLive, type WindowRecord } from '../windows/record/window-record.ts';
import { readUnfinishedWindows, readWindow } from '../windows/record/window-rows.ts';
import { readPolicy } from './stored-policy.ts';

/** Under IDLE_MIN: ends windows that nobody has used for a while. */
export interface IdleWindows {
  /** Asks once what is in use. Never waits, never throws. */
  check(): void;
  close(): Promise<void>;
}

export interface IdleWindowsOptions extends ActivityFacts {
  readonly db: Kysely<MadreTables>;
  readonly journal: Journal;
  readonly log: Logger;
  readonly settleSoon: () => void;
}

/** So long a window must have been found idle at every look. */
const IDLE_MS = 60_000;

export function createIdleWindows(options: IdleWindowsOptions): IdleWindows {
  const { db, journal, clock, log } = options;
  /** Since when each window was found idle, in monotonic time. */
  const idleSince = new Map<string, number>();

  async function look(signal: AbortSignal): Promise<void> {
    const isSet = (await readPolicy(db)) === 'IDLE_MIN';
    const live = isSet ? (await readUnfinishedWindows(db)).filter(isLive) : [];
    for (const id of idleSince.keys()) if (!live.some((window) => window.id === id)) idleSince.delete(id);
    const names = new Set(live.flatMap(({ closure }) => closure));
    const reports = await readActivity(options, [...names], signal);
    for (const window of live) {
      if (!isIdle(window, reports)) idleSince.delete(window.id);
      else if (clock.monotonic() - sinceOf(window.id) >= IDLE_MS) await endIdle(window.id);
    }
  }

  function sinceOf(id: string): number {
    const since = idleSince.get(id) ?? clock.monotonic();
    idleSince.set(id, since);
    return since;
  }

  async function endIdle(id: string): Promise<void> {
    const found = await readWindow(db, id);
    if (found === undefined) return;
    const cause = { actor: systemActor.name, correlationId: found.correlationId };
    await journal.change(cause, async (change) => {
      // Read again inside: it may have ended since, or the policy been changed.
      const current = await readWindow(change.db, id);
      if (current === undefined || !isLive(current) || (await readPolicy(change.db)) !== 'IDLE_MIN') return;
      const { closeReason } = await end(options, change, current, 'IDLE', cause);
      await change.audit({ action: 'window.closing', target: id, outcome: 'OK', detail: { closeReason } });
    });
    options.settleSoon();
  }

  const queue = createWorkQueue({
    run: (_key, signal) => look(signal),
    onError: (_key, error) =>
      log.error({ err: error }, 'looking for idle windows failed; the next look follows'),
  });
  return { check: () => queue.request('windows'), close: () => queue.close() };
}

/** Every service that it holds reports, and reports nothing. */
function isIdle({ closure }: WindowRecord, reports: readonly ActivityReport[]): boolean {
  return closure.every((name) => reports.some(({ service, active }) => service === name && active === 0));
}
