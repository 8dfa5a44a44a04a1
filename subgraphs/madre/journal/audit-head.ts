import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import { FIRST_HASH } from './audit-hash.ts';
import type { MadreTables } from './tables.ts';

/** The last entry of the chain, kept apart from the entries: so one that was removed from the end is missed. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

const SETTING = 'auditHead';

/** Undefined where nothing was written yet, or where it was removed. */
export async function readAuditHead(db: Kysely<MadreTables>): Promise<AuditHead | undefined> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', SETTING).executeTakeFirst();
  const [seq, hash] = row?.value.split(' ') ?? [];
  return seq === undefined || hash === undefined ? undefined : { seq: Number(seq), hash };
}

/**
 * What the next entry chains to. Where the kept head is lost, the events know the last entry: so one that is missing stays missed
 * after further ones.
 */
export async function headForNext(db: Kysely<MadreTables>): Promise<AuditHead> {
  const known = (await readAuditHead(db)) ?? (await lastTold(db));
  if (known !== undefined) return known;
  const last = await db
    .selectFrom('audit')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last ?? { seq: 0, hash: FIRST_HASH };
}

/** Whether anything was ever written: the numbers of events are kept when the events are gone. */
export async function wasEverWritten(db: Kysely<MadreTables>): Promise<boolean> {
  const { rows } = await sql<{
    readonly seq: number;
  }>`select seq from sqlite_sequence where name = 'outbox' and seq > 0`.execute(db);
  return rows.length > 0;
}

const told = z.object({ seq: z.int(), hash: z.string() });

async function lastTold(db: Kysely<MadreTables>): Promise<AuditHead | undefined> {
  const events = db.selectFrom('outbox').select('data').where('kind', '=', 'audit');
  const event = await events.orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return event === undefined ? undefined : told.safeParse(JSON.parse(event.data)).data;
}

/** To be called in the transaction that wrote the entry. */
export async function keepAuditHead(db: Kysely<MadreTables>, { seq, hash }: AuditHead): Promise<void> {
  const value = `${seq} ${hash}`;
  await db
    .insertInto('settings')
    .values({ key: SETTING, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}
