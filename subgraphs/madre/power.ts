import type { Kysely } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import { writeFailureOf } from '../../platform/store/write-failure.ts';
import type { Catalog } from './catalog.ts';
import type { AuditNote, Cause, Change, Journal } from './journal/journal.ts';
import type { MadreTables } from './journal/tables.ts';
import type { Reconciler } from './reconciler/reconciler.ts';
import { refuse, type Outcome } from './refusal.ts';
import type { MemoryPeaks } from './services/memory-peaks.ts';
import type { Services } from './services/services.ts';
import type { Startups } from './services/startups.ts';

/** What the mutations of the power side work with. */
export interface Power {
  readonly db: Kysely<MadreTables>;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly catalog: Catalog;
  readonly services: Services;
  readonly reconciler: Reconciler;
  /** What is reserved for a service today. */
  readonly memoryPeaks: Pick<MemoryPeaks, 'reservationMb'>;
  /** How long a start may take today. */
  readonly startups: Pick<Startups, 'statistics' | 'startTimeoutMs'>;
  /** What live windows may reserve together; unlimited when undefined. */
  readonly memoryBudgetMb: number | undefined;
}

/**
 * One mutation: its rows, events and its one audit entry in one transaction, then a look by the reconciler.
 * A refusal writes only its audit entry, with outcome DENIED.
 */
export async function mutate<T>(
  power: Power,
  cause: Cause,
  note: Pick<AuditNote, 'action' | 'target'> & { readonly detail?: (value: T) => AuditNote['detail'] },
  work: (change: Change) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const { action } = note;
  const target = note.target === null ? null : note.target.slice(0, LONGEST_TARGET);
  const changed = power.journal.change(cause, async (change) => {
    const result = await work(change);
    const detail = result.ok ? note.detail?.(result.value) : { code: result.code, message: result.message };
    await change.audit({
      action,
      target,
      outcome: result.ok ? 'OK' : 'DENIED',
      ...(detail === undefined ? {} : { detail }),
    });
    return result;
  });
  const outcome = await changed.catch(refuseUnwritten);
  if (outcome.ok) power.reconciler.wake();
  return outcome;
}

function refuseUnwritten(error: unknown): Outcome<never> {
  const why = writeFailureOf(error);
  if (why === undefined) throw error;
  return refuse(
    'RUNTIME_UNAVAILABLE',
    `madre's data folder cannot be written, and nothing was changed: ${why}`,
  );
}

/** Targets of refused mutations are whatever the client sent. */
export const LONGEST_TARGET = 200;
