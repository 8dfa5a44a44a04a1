import type { Kysely } from 'kysely';
import type { AuditOutcome } from '../../../schema/generated/madre.ts';
import { auditHash, FIRST_HASH } from './audit-hash.ts';
import type { MadreTables } from './tables.ts';

/** One entry as stored; `detail` is JSON text. */
export interface AuditRecord {
  readonly seq: number;
  readonly id: string;
  readonly at: number;
  readonly actor: string;
  readonly component: string;
  readonly action: string;
  readonly target: string | null;
  readonly outcome: AuditOutcome;
  readonly detail: string | null;
  readonly correlationId: string;
  readonly previousHash: string;
  readonly hash: string;
}

export interface AuditFilter {
  readonly component?: string | undefined;
  readonly action?: string | undefined;
  readonly actor?: string | undefined;
  readonly correlationId?: string | undefined;
}

export interface AuditLog {
  /** Newest first: entries below `beforeSeq`, at most `limit`. */
  page(
    filter: AuditFilter,
    options: { readonly beforeSeq?: number | undefined; readonly limit: number },
  ): Promise<readonly AuditRecord[]>;
  count(filter: AuditFilter): Promise<number>;
  /** Oldest first: entries above `seq`, at most `limit`. */
  after(seq: number, limit: number): Promise<readonly AuditRecord[]>;
  head(): Promise<number>;
  /** Recomputes the chain from `fromSeq` on (by default the beginning); a changed, removed or inserted row breaks it. */
  verify(
    fromSeq?: number,
  ): Promise<{ readonly ok: boolean; readonly checked: number; readonly firstBrokenSeq: number | null }>;
}

const VERIFY_BATCH = 500;

export function createAuditLog(db: Kysely<MadreTables>): AuditLog {
  function filtered(filter: AuditFilter) {
    let rows = db.selectFrom('audit');
    for (const column of ['component', 'action', 'actor', 'correlationId'] as const) {
      const value = filter[column];
      if (value !== undefined) rows = rows.where(column, '=', value);
    }
    return rows;
  }

  const after: AuditLog['after'] = async (seq, limit) =>
    (
      await db.selectFrom('audit').selectAll().where('seq', '>', seq).orderBy('seq').limit(limit).execute()
    ).map(toRecord);

  return {
    after,

    async page(filter, { beforeSeq, limit }) {
      const rows = filtered(filter).where('seq', '<', beforeSeq ?? Number.MAX_SAFE_INTEGER);
      return (await rows.selectAll().orderBy('seq', 'desc').limit(limit).execute()).map(toRecord);
    },

    async count(filter) {
      const row = await filtered(filter)
        .select((each) => each.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return Number(row.count);
    },

    async head() {
      const row = await db
        .selectFrom('audit')
        .select('seq')
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.seq ?? 0;
    },

    async verify(fromSeq = 1) {
      let expected = {
        seq: fromSeq,
        previousHash: fromSeq === 1 ? FIRST_HASH : (await after(fromSeq - 2, 1))[0]?.hash,
      };
      let checked = 0;
      for (;;) {
        const entries = await after(expected.seq - 1, VERIFY_BATCH);
        for (const entry of entries) {
          const intact =
            entry.seq === expected.seq &&
            entry.previousHash === expected.previousHash &&
            entry.hash === auditHash(entry);
          if (!intact) return { ok: false, checked, firstBrokenSeq: expected.seq };
          checked += 1;
          expected = { seq: entry.seq + 1, previousHash: entry.hash };
        }
        if (entries.length < VERIFY_BATCH) return { ok: true, checked, firstBrokenSeq: null };
      }
    },
  };
}

function toRecord(row: { readonly outcome: string } & Omit<AuditRecord, 'outcome'>): AuditRecord {
  // Only journal.ts writes the table, and only with outcomes of the schema.
  return { ...row, outcome: row.outcome as AuditOutcome };
}
