import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { MadreTables } from './tables.ts';

const SETTING = 'storeId';

/** Tells this store from every other one, for as long as it exists; made at the first call. */
export async function storeIdOf(db: Kysely<MadreTables>): Promise<string> {
  await db
    .insertInto('settings')
    .values({ key: SETTING, value: randomUUID() })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { value } = await db
    .selectFrom('settings')
    .select('value')
    .where('key', '=', SETTING)
    .executeTakeFirstOrThrow();
  return value;
}
