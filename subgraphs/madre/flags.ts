import type { Kysely } from 'kysely';
import type { FeatureState } from '../../schema/generated/madre.ts';
import type { Cause } from './journal/journal.ts';
import type { MadreTables } from './journal/tables.ts';
import { mutate, type Power } from './power.ts';
import { refuse, type Outcome } from './refusal.ts';

export interface FlagRecord {
  readonly key: string;
  readonly state: FeatureState;
  readonly defaultState: FeatureState;
  readonly description: string;
  readonly reason: string | null;
  readonly updatedAt: number | null;
  readonly updatedBy: string | null;
}

const registered: Readonly<Record<string, Pick<FlagRecord, 'defaultState' | 'description'>>> = {
  INEE_ENABLED: { defaultState: 'OFF', description: 'Autonomous scans and scaling by hormiguero' },
  MANIFESTATOR_EMIT_INTENT_ENABLED: {
    defaultState: 'OFF',
    description: 'manifestator may emit build and patch intents',
  },
};

export async function readFlags(db: Kysely<MadreTables>): Promise<readonly FlagRecord[]> {
  const rows = new Map((await db.selectFrom('flags').selectAll().execute()).map((row) => [row.key, row]));
  return Object.entries(registered).map(([key, { defaultState, description }]) => {
    const row = rows.get(key);
    const state = row === undefined ? defaultState : toState(row.state);
    const reason = row?.reason ?? (state === 'OFF' ? 'off by default' : null);
    return {
      key,
      state,
      defaultState,
      description,
      reason,
      updatedAt: row?.updatedAt ?? null,
      updatedBy: row?.updatedBy ?? null,
    };
  });
}

/** People say on or off; DEGRADED and ERROR are what the system reports. */
export function setFlag(
  power: Power,
  key: string,
  state: FeatureState,
  cause: Cause,
): Promise<Outcome<FlagRecord>> {
  return mutate(
    power,
    cause,
    { action: 'setFeatureFlag', target: key, detail: () => ({ state }) },
    async (change) => {
      const known = Object.keys(registered);
      if (!known.includes(key))
        return refuse(
          'NOT_FOUND',
          `there is no flag ${JSON.stringify(key.slice(0, 64))}; the flags are ${known.join(', ')}`,
        );
      if (state !== 'ON' && state !== 'OFF')
        return refuse('INVALID_INPUT', `flag ${key} can be set ON or OFF, got ${state}`);
      const row = {
        state,
        reason: `switched ${state} by ${cause.actor}`,
        updatedAt: power.clock.now(),
        updatedBy: cause.actor,
      };
      await change.db
        .insertInto('flags')
        .values({ key, ...row })
        .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
        .execute();
      const flag = (await readFlags(change.db)).find((each) => each.key === key);
      if (flag === undefined) return refuse('NOT_FOUND', `there is no flag ${key}`);
      await change.emit('flag', key, 'CHANGED', flag);
      return { ok: true, value: flag };
    },
  );
}

/** Only setFlag writes the column. */
function toState(stored: string): FeatureState {
  return stored === 'ON' ? 'ON' : 'OFF';
}
