import type { Kysely } from 'kysely';
import { FIRST_HASH } from './audit-hash.ts';
import type { MadreTables } from './tables.ts';

/** The last entry of the chain, kept apart from the entries: so one that was removed from the end is missed. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

const SETTING = 'auditHead';

/** Undefined where nothing was written yet, or by a version that did not keep it. */
export async function readAuditHead(db: Kysely<MadreTables>): Promise<AuditHead | undefined> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', SETTING).executeTakeFirst();
  const [seq, hash] = row?.value.split(' ') ?? [];
  return seq === undefined || hash === undefined ? undefined : { seq: Number(seq), hash };
}

/** What the next entry chains to. */
export async function headForNext(db: Kysely<MadreTables>): Promise<AuditHead> {
  const kept = await readAuditHead(db);
  if (kept !== undefined) return kept;
  const last = await db
    .selectFrom('audit')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last ?? { seq: 0, hash: FIRST_HASH };
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
