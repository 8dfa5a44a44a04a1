import { sql, type Kysely } from 'kysely';
import type { OutboxKind } from './journal.ts';
import { storeIdOf } from './store-id.ts';
import type { MadreTables } from './tables.ts';

/** One committed event of the stack; `data` is the state of the thing as of this event. */
export interface OutboxEvent {
  readonly seq: number;
  readonly kind: string;
  readonly key: string;
  readonly type: string;
  readonly at: number;
  readonly data: unknown;
}

export interface Outbox {
  /** Of the store that the events are of: a seq means nothing in another. */
  storeId(): Promise<string>;
  /** Events with a greater seq, oldest first, at most `limit`. */
  after(seq: number, limit: number): Promise<readonly OutboxEvent[]>;
  /** The newest event of one thing up to `seq`; undefined where none is kept. */
  newestOf(kind: OutboxKind, key: string, seq: number): Promise<OutboxEvent | undefined>;
  head(): Promise<number>;
  /** The oldest seq still kept; head + 1 when none is. */
  oldest(): Promise<number>;
  /** Reads a state together with the seq of the last event that is in it: no change is committed between the two. */
  atHead<T>(
    read: (db: Kysely<MadreTables>, head: number) => Promise<T>,
  ): Promise<{ readonly head: number; readonly value: T }>;
  /** Forgets all but the newest `keep`, and of these what does not fit `maxBytes`; never the very newest. */
  trim(keep: number, maxBytes?: number): Promise<void>;
}

export function createOutbox(db: Kysely<MadreTables>): Outbox {
  const head = (): Promise<number> => readHead(db);
  let storeId: Promise<string> | undefined;
  return {
    head,
    storeId: () => (storeId ??= storeIdOf(db)),
    atHead: (read) =>
      db.transaction().execute(async (snapshot) => {
        const at = await readHead(snapshot);
        return { head: at, value: await read(snapshot, at) };
      }),
    async after(seq, limit) {
      const rows = await db
        .selectFrom('outbox')
        .selectAll()
        .where('seq', '>', seq)
        .orderBy('seq')
        .limit(limit)
        .execute();
      return rows.map((row) => ({ ...row, data: JSON.parse(row.data) as unknown }));
    },
    async newestOf(kind, key, seq) {
      const row = await db
        .selectFrom('outbox')
        .selectAll()
        .where('kind', '=', kind)
        .where('key', '=', key)
        .where('seq', '<=', seq)
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row === undefined ? undefined : { ...row, data: JSON.parse(row.data) as unknown };
    },
    async oldest() {
      const row = await db.selectFrom('outbox').select('seq').orderBy('seq').limit(1).executeTakeFirst();
      return row?.seq ?? (await head()) + 1;
    },
    async trim(keep, maxBytes = Infinity) {
      const last = await head();
      const tooBig = Number.isFinite(maxBytes) ? await newestBeyond(db, maxBytes) : 0;
      // The newest tells the head.
      const upTo = Math.max(last - keep, Math.min(tooBig, last - 1));
      await db.deleteFrom('outbox').where('seq', '<=', upTo).execute();
    },
  };
}

async function readHead(db: Kysely<MadreTables>): Promise<number> {
  const row = await db.selectFrom('outbox').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return row?.seq ?? 0;
}

/** The newest event that, with all that came after it, takes more than `maxBytes`; 0 when all fit. */
async function newestBeyond(db: Kysely<MadreTables>, maxBytes: number): Promise<number> {
  const sized = db
    .selectFrom('outbox')
    .select(['seq', sql<number>`sum(octet_length(data)) over (order by seq desc)`.as('bytes')])
    .as('sized');
  const row = await db
    .selectFrom(sized)
    .select((of) => of.fn.max('seq').as('seq'))
    .where('bytes', '>', maxBytes)
    .executeTakeFirst();
  return row?.seq ?? 0;
}
