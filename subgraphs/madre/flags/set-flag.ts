import type { FeatureState } from '../../../schema/generated/madre.ts';
import type { Cause } from '../journal/journal.ts';
import { mutate, type Power } from '../power.ts';
import { refuse, type Outcome } from '../refusal.ts';
import { effectiveFlag } from './effective-flag.ts';
import type { FlagRecord } from './flag-record.ts';
import { registeredFlags } from './registered-flags.ts';

/** People say on or off; DEGRADED and ERROR are what the system reports. */
export function setFlag(
  power: Power,
  key: string,
  state: FeatureState,
  cause: Cause,
): Promise<Outcome<FlagRecord>> {
  const note = { action: 'setFeatureFlag', target: key, detail: () => ({ state }) };
  return mutate(power, cause, note, async (change) => {
    const registered = registeredFlags.get(key);
    if (registered === undefined) {
      const known = [...registeredFlags.keys()].join(', ');
      return refuse(
        'NOT_FOUND',
        `there is no flag ${JSON.stringify(key.slice(0, 64))}; the flags are ${known}`,
      );
    }
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
    const stored = { key, ...row };
    await change.emit('flag', key, 'CHANGED', stored);
    return { ok: true, value: effectiveFlag(stored, registered, power.services.get(registered.component)) };
  });
}
