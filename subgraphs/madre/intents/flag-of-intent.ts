import type { Kysely } from 'kysely';
import type { IntentType } from '../../../schema/generated/madre.ts';
import { readFlags } from '../flags/read-flags.ts';
import type { MadreTables } from '../journal/tables.ts';
import { refuse, type Refusal } from '../refusal.ts';
import { flagOf } from './intent-rules.ts';

/** What is switched off is neither asked for nor approved. */
export async function refusalOfFlag(db: Kysely<MadreTables>, type: IntentType): Promise<Refusal | undefined> {
  const key = flagOf(type);
  if (key === undefined) return undefined;
  const flag = (await readFlags(db)).find((each) => each.key === key);
  if (flag === undefined || flag.state === 'ON') return undefined;
  return refuse(
    'FEATURE_DISABLED',
    `an intent ${type} needs the flag ${key}, which is OFF: setFeatureFlag(key: "${key}", state: ON) switches it on`,
  );
}
