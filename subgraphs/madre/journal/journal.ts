import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { AuditOutcome } from '../../../schema/generated/madre.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { JsonValue } from '../../../platform/json.ts';
import { newCorrelationId, systemActor } from '../../../platform/request-context.ts';
import { auditHash } from './audit-hash.ts';
import { headForNext, keepAuditHead } from './audit-head.ts';
import { createGroupCommit } from './group-commit.ts';
import type { MadreTables } from './tables.ts';

/** Who and which request caused a change. */
export interface Cause {
  readonly actor: string;
  readonly correlationId: string;
}

/** What nobody asked for: deadlines, drift, start and stop. With the correlation id of the window behind it, where there is one. */
export function systemCause(correlationId = newCorrelationId()): Cause {
  return { actor: systemActor.name, correlationId };
}

export interface AuditNote {
  readonly action: string;
  readonly target: string | null;
  readonly outcome: AuditOutcome;
  readonly detail?: JsonValue;
}

/** The inside of one transaction: rows, their events and their audit entries are committed together or not at all. */
export interface Change {
  readonly db: Transaction<MadreTables>;
  /** Returns the seq of the event. */
  emit(kind: OutboxKind, key: string, type: string, data: object): Promise<number>;
  audit(note: AuditNote): Promise<void>;
}

/** `queue`: the place of a window that waits has changed, and nothing of the window itself. */
export type OutboxKind = 'window' | 'queue' | 'service' | 'audit' | 'flag' | 'intent';

/** The only writer of madre's durable state. */
export interface Journal {
  /**
   * Resolves after the commit: what it resolved with survives a power cut. Changes run one at a time, in the order of their calls; those
   * that wait at the same time share one commit, and one that throws leaves the others as they are.
   */
  change<T>(cause: Cause, work: (change: Change) => Promise<T>): Promise<T>;
  /** Called after each commit. Returns its cancel. */
  onCommit(listener: () => void): () => void;
}

export function createJournal(options: { readonly db: Kysely<MadreTables>; readonly clock: Clock }): Journal {
  const { db, clock } = options;
  const listeners = new Set<() => void>();
  const commits = createGroupCommit(db, () => {
    for (const listener of listeners) listener();
  });
  return {
    change: (cause, work) => commits.run((transaction) => work(changeIn(transaction, cause, clock))),
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function changeIn(db: Transaction<MadreTables>, cause: Cause, clock: Clock): Change {
  const emit: Change['emit'] = async (kind, key, type, data) => {
    const { seq } = await db
      .insertInto('outbox')
      .values({ kind, key, type, at: clock.now(), data: JSON.stringify(data) })
      .returning('seq')
      .executeTakeFirstOrThrow();
    return seq;
  };
  return {
    db,
    emit,
    async audit(note) {
      const last = await headForNext(db);
      const entry = {
        seq: last.seq + 1,
        id: randomUUID(),
        at: clock.now(),
        actor: cause.actor,
        component: 'madre',
        action: note.action,
        target: note.target,
        outcome: note.outcome,
        detail: note.detail === undefined ? null : JSON.stringify(note.detail),
        correlationId: cause.correlationId,
        previousHash: last.hash,
      };
      const row = { ...entry, hash: auditHash(entry) };
      await db.insertInto('audit').values(row).execute();
      await keepAuditHead(db, row);
      await emit('audit', entry.id, entry.action, row);
    },
  };
}
