import type { Kysely } from 'kysely';
import type { WindowEventType } from '../../../../schema/generated/madre.ts';
import type { Logger } from '../../../../platform/log.ts';
import { systemCause, type Journal } from '../../journal/journal.ts';
import type { MadreTables } from '../../journal/tables.ts';
import type { PlanFacts } from '../admission/window-plan.ts';
import { isLive, type WindowRecord } from '../record/window-record.ts';
import { readUnfinishedWindows, saveWindow } from '../record/window-rows.ts';
import { renewClosure } from './renew-closure.ts';

type RenewFacts = Pick<PlanFacts, 'catalog' | 'services' | 'memoryPeaks' | 'memoryBudgetMb'> & {
  readonly db: Kysely<MadreTables>;
  readonly journal: Journal;
  readonly log: Logger;
};

/** What a window held, and does not need any more. */
export interface Dropped {
  readonly service: string;
  /** The window's. */
  readonly correlationId: string;
}

/**
 * What depends on what is read anew at each start of madre, while a window was stored with what it needed when it was admitted. Brings
 * the live ones up to date; those that wait get theirs when they are admitted, those that close keep what they still have to see gone.
 * Each window is one change, so a madre that is killed in the middle leaves the rest to the next one.
 */
export async function renewClosures(facts: RenewFacts): Promise<readonly Dropped[]> {
  const live = (await readUnfinishedWindows(facts.db)).filter(isLive);
  const due = live.filter((window) => renewClosure(facts, window, live) !== undefined);
  return (await Promise.all(due.map((window) => renew(facts, window)))).flat();
}

function renew(facts: RenewFacts, { id, correlationId }: WindowRecord): Promise<readonly Dropped[]> {
  const { journal, log } = facts;
  return journal.change(systemCause(correlationId), async (change) => {
    // Read again inside: what another window reserves by now counts for this one, too.
    const live = (await readUnfinishedWindows(change.db)).filter(isLive);
    const before = live.find((window) => window.id === id);
    const next = before && renewClosure(facts, before, live);
    if (before === undefined || next === undefined) return [];
    const added = next.closure.filter((name) => !before.closure.includes(name));
    const dropped = before.closure.filter((name) => !next.closure.includes(name));
    await saveWindow(change, eventOf(next), next);
    const detail = { why: 'CATALOG_CHANGED', added, dropped, closure: [...next.closure] };
    await change.audit({ action: 'window.closure-changed', target: id, outcome: 'OK', detail });
    log.warn({ window: id, added, dropped }, 'the catalog changed: a live window holds other services now');
    return dropped.map((service) => ({ service, correlationId }));
  });
}

/** That of the state it is in, and stays in: what follows from what it holds now is told by steps of its own. */
function eventOf({ state }: WindowRecord): WindowEventType {
  if (state === 'OPENING') return 'OPENING';
  return state === 'OPEN' ? 'OPENED' : 'DEGRADED';
}
