import type { Kysely } from 'kysely';
import { CodedError } from '../../platform/errors.ts';
import type { PowerPolicy } from '../../schema/generated/madre.ts';
import { isCoreService } from './core-services.ts';
import type { Cause } from './journal/journal.ts';
import type { MadreTables } from './journal/tables.ts';
import { mutate, type Power } from './power.ts';
import type { Outcome } from './refusal.ts';
import type { ServiceRecord } from './services/service-record.ts';
import { endAllWindows } from './windows/change-window.ts';

export interface PolicyStatusRecord {
  readonly policy: PowerPolicy;
  readonly active: boolean;
  readonly expected: readonly string[];
  readonly running: readonly string[];
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
}

const SETTING = 'policy';

export async function readPolicy(db: Kysely<MadreTables>): Promise<PowerPolicy> {
  const row = await db.selectFrom('settings').select('value').where('key', '=', SETTING).executeTakeFirst();
  // Only applyPolicy writes it.
  return (row?.value as PowerPolicy | undefined) ?? 'SOLO_MADRE';
}

/** Whether only the core runs. A core service that this topology does without is not expected. */
export function policyStatus(policy: PowerPolicy, services: readonly ServiceRecord[]): PolicyStatusRecord {
  assertCoreOnly(policy, 'Query.policyStatus');
  const expected = services
    .filter(({ name, state }) => isCoreService(name) && state !== 'MISSING')
    .map(({ name }) => name);
  const running = services.filter(({ state }) => isRunning(state)).map(({ name }) => name);
  const missing = expected.filter((name) => !running.includes(name));
  const unexpected = running.filter((name) => !expected.includes(name));
  return {
    policy,
    active: missing.length === 0 && unexpected.length === 0,
    expected,
    running,
    missing,
    unexpected,
  };
}

/** The policies of the core alone end every live window; windows can be opened on top of them afterwards. */
export async function applyPolicy(
  power: Power,
  policy: PowerPolicy,
  cause: Cause,
): Promise<Outcome<PowerPolicy>> {
  assertCoreOnly(policy, 'Mutation.applyPolicy');
  let ended: readonly string[] = [];
  const note = { action: 'applyPolicy', target: policy, detail: () => ({ endedWindows: [...ended] }) };
  return mutate<PowerPolicy>(power, cause, note, async (change) => {
    ended = await endAllWindows(power, change, 'POLICY_APPLIED', cause);
    await change.db
      .insertInto('settings')
      .values({ key: SETTING, value: policy })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: policy }))
      .execute();
    return { ok: true, value: policy };
  });
}

export function isRunning(state: ServiceRecord['state']): boolean {
  return (
    state === 'STARTING' ||
    state === 'READY' ||
    state === 'UNHEALTHY' ||
    state === 'PAUSED' ||
    state === 'STOPPING'
  );
}

function assertCoreOnly(policy: PowerPolicy, what: string): void {
  if (policy === 'OPERATIVE_CORE' || policy === 'FULL')
    throw new CodedError('NOT_IMPLEMENTED', { what: `${what} for ${policy}` });
}
