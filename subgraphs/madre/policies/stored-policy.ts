import type { Kysely } from 'kysely';
import type { PowerPolicy } from '../../../schema/generated/madre.ts';
import type { Change } from '../journal/journal.ts';
import type { MadreTables } from '../journal/tables.ts';

const SETTING = 'policy';

export async function readPolicy(db: Kysely<MadreTables>): Promise<PowerPolicy> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', SETTING).executeTakeFirst();
  // Only writePolicy writes it.
  return (row?.value as PowerPolicy | undefined) ?? 'SOLO_MADRE';
}

export async function writePolicy({ db }: Change, policy: PowerPolicy): Promise<void> {
  await db
    .insertInto('settings')
    .values({ key: SETTING, value: policy })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: policy }))
    .execute();
}
