import type { PowerPolicy } from '../../../schema/generated/madre.ts';
import type { Catalog } from '../catalog.ts';
import { closureOf } from '../closure.ts';
import { isCoreService } from '../core-services.ts';
import { isRunning } from '../services/is-running.ts';
import type { ServiceRecord } from '../services/service-record.ts';

export interface PolicyStatusRecord {
  readonly policy: PowerPolicy;
  readonly active: boolean;
  readonly expected: readonly string[];
  readonly running: readonly string[];
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
}

type Seen = Pick<ServiceRecord, 'name' | 'state'>;

/** The on-demand services that the policy keeps running, each by a window of its own. One that cannot run here, as it or what it needs is not installed, is left out. */
export function heldByPolicy(
  policy: PowerPolicy,
  catalog: Catalog,
  services: readonly Seen[],
): readonly string[] {
  const missing = new Set(services.filter(({ state }) => state === 'MISSING').map(({ name }) => name));
  const isInstalled = (name: string): boolean =>
    closureOf(catalog, [name])
      .flat()
      .every((each) => !missing.has(each));
  return [...catalog.values()]
    .filter(({ operative }) => policy === 'FULL' || (policy === 'OPERATIVE_CORE' && operative))
    .map(({ name }) => name)
    .filter(isInstalled);
}

/** Whether what runs is what the policy keeps running, no less and no more. A core service that this topology does without is not expected. */
export function policyStatus(
  policy: PowerPolicy,
  catalog: Catalog,
  services: readonly Seen[],
): PolicyStatusRecord {
  const held = new Set(closureOf(catalog, heldByPolicy(policy, catalog, services)).flat());
  const expected = services
    .filter(({ name, state }) => (isCoreService(name) ? state !== 'MISSING' : held.has(name)))
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

/** Whether every window ends when the policy is applied; under the others windows go on. */
export function endsWindows(policy: PowerPolicy): boolean {
  return policy === 'HARD_OFF' || policy === 'SOLO_MADRE';
}
