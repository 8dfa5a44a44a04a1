import type { Kysely } from 'kysely';
import type { MadreTables } from '../journal/tables.ts';
import type { Services } from '../services/services.ts';
import { effectiveFlag } from './effective-flag.ts';
import type { FlagRecord, StoredFlag } from './flag-record.ts';
import { registeredFlags } from './registered-flags.ts';

/** Each registered flag as somebody set it. */
export async function readFlags(db: Kysely<MadreTables>): Promise<readonly StoredFlag[]> {
  const rows = new Map((await db.selectFrom('flags').selectAll().execute()).map((row) => [row.key, row]));
  return [...registeredFlags].map(([key, { defaultState }]) => {
    const row = rows.get(key);
    if (row === undefined) {
      const reason = defaultState === 'OFF' ? 'off by default' : null;
      return { key, state: defaultState, reason, updatedAt: null, updatedBy: null };
    }
    // Only setFlag writes the column.
    return { ...row, state: row.state === 'ON' ? 'ON' : 'OFF' };
  });
}

/** Each registered flag as it works now. */
export async function readEffectiveFlags(
  db: Kysely<MadreTables>,
  services: Pick<Services, 'get'>,
): Promise<readonly FlagRecord[]> {
  return (await readFlags(db)).flatMap((stored) => {
    const registered = registeredFlags.get(stored.key);
    return registered === undefined
      ? []
      : effectiveFlag(stored, registered, services.get(registered.component));
  });
}
