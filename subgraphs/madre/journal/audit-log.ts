import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { AuditOutcome } from '../../../schema/generated/madre.ts';
import { auditHash, FIRST_HASH } from './audit-hash.ts';
import { readAuditHead, wasEverWritten } from './audit-head.ts';
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
  /**
   * Recomputes the chain from `fromSeq` on (by default the beginning); a changed, inserted or removed row breaks it, also one removed
   * from the end. Lets others run in between however many entries there are.
   */
  verify(
    fromSeq?: number,
  ): Promise<{ readonly ok: boolean; readonly checked: number; readonly firstBrokenSeq: number | null }>;
}

const VERIFY_BATCH = 200;

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

  const hashOf = async (seq: number): Promise<string | undefined> =>
    (await db.selectFrom('audit').select('hash').where('seq', '=', seq).executeTakeFirst())?.hash;

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
      // Before the entries: what is written meanwhile comes behind it.
      const head = await readAuditHead(db);
      let last: { readonly seq: number; readonly hash: string | undefined } = {
        seq: fromSeq - 1,
        hash: fromSeq === 1 ? FIRST_HASH : await hashOf(fromSeq - 1),
      };
      const broken = () => ({ ok: false, checked: last.seq - fromSeq + 1, firstBrokenSeq: last.seq + 1 });
      for (;;) {
        const entries = await after(last.seq, VERIFY_BATCH);
        for (const entry of entries) {
          if (!follows(entry, last) || (entry.seq === head?.seq && entry.hash !== head.hash)) return broken();
          last = { seq: entry.seq, hash: entry.hash };
        }
        if (entries.length < VERIFY_BATCH) break;
        // Driver and hashes never wait: without this, others would until the end.
        await nextTurn();
      }
      if (head !== undefined && last.seq < head.seq) return broken();
      // Each entry keeps the head: what is there without it, or was and is not, was not left so by madre.
      if (head === undefined && (last.seq > 0 || (await wasEverWritten(db)))) return broken();
      return { ok: true, checked: last.seq - fromSeq + 1, firstBrokenSeq: null };
    },
  };
}

function follows(
  entry: AuditRecord,
  last: { readonly seq: number; readonly hash: string | undefined },
): boolean {
  return entry.seq === last.seq + 1 && entry.previousHash === last.hash && entry.hash === auditHash(entry);
}

function toRecord(row: { readonly outcome: string } & Omit<AuditRecord, 'outcome'>): AuditRecord {
  // Only journal.ts writes the table, and only with outcomes of the schema.
  return { ...row, outcome: row.outcome as AuditOutcome };
}
