import { describe, expect, it } from 'vitest';
import type { PowerPolicy, ServiceState } from '../../../../schema/generated/madre.ts';
import type { Catalog } from '../../../../subgraphs/madre/catalog.ts';
import { heldByPolicy, policyStatus } from '../../../../subgraphs/madre/policies/policy-rules.ts';
import { aService } from '../../../support/service.ts';

/** base ← top, which is operative, and one that stands alone. */
const catalog: Catalog = new Map(
  [
    aService('base', { port: 9_001 }),
    aService('top', { port: 9_002, dependsOn: ['base'], operative: true }),
    aService('alone', { port: 9_003 }),
  ].map((service) => [service.name, service]),
);

/** tentaculo_link and madre are READY, redis is MISSING, the rest as given. */
function seen(base: ServiceState, top: ServiceState, alone: ServiceState) {
  const states = { tentaculo_link: 'READY', madre: 'READY', redis: 'MISSING', base, top, alone } as const;
  return Object.entries(states).map(([name, state]) => ({ name, state }));
}

describe('what a policy keeps running', () => {
  it.each<[PowerPolicy, ReturnType<typeof seen>, readonly string[]]>([
    ['HARD_OFF', seen('STOPPED', 'STOPPED', 'STOPPED'), []],
    ['SOLO_MADRE', seen('READY', 'READY', 'READY'), []],
    ['IDLE_MIN', seen('STOPPED', 'STOPPED', 'STOPPED'), []],
    ['OPERATIVE_CORE', seen('STOPPED', 'STOPPED', 'STOPPED'), ['top']],
    ['OPERATIVE_CORE', seen('STOPPED', 'MISSING', 'STOPPED'), []],
    ['OPERATIVE_CORE', seen('MISSING', 'STOPPED', 'STOPPED'), []],
    ['FULL', seen('STOPPED', 'STOPPED', 'STOPPED'), ['base', 'top', 'alone']],
    ['FULL', seen('MISSING', 'STOPPED', 'UNKNOWN'), ['alone']],
  ])('%s with %j', (policy, services, held) => {
    expect(heldByPolicy(policy, catalog, services)).toEqual(held);
  });
});

describe('the status of a policy', () => {
  it.each<[string, PowerPolicy, ReturnType<typeof seen>, object]>([
    [
      'is active while the core alone runs, without what this topology does without',
      'SOLO_MADRE',
      seen('STOPPED', 'MISSING', 'CRASHED'),
      { active: true, expected: ['tentaculo_link', 'madre'], missing: [], unexpected: [] },
    ],
    [
      'names what runs although it should not',
      'SOLO_MADRE',
      seen('STOPPING', 'STOPPED', 'READY'),
      { active: false, missing: [], unexpected: ['base', 'alone'] },
    ],
    [
      'expects what the policy holds with what that needs',
      'OPERATIVE_CORE',
      seen('READY', 'STOPPED', 'READY'),
      {
        active: false,
        expected: ['tentaculo_link', 'madre', 'base', 'top'],
        missing: ['top'],
        unexpected: ['alone'],
      },
    ],
    [
      'neither expects nor misses what is not installed',
      'FULL',
      seen('READY', 'MISSING', 'READY'),
      { active: true, expected: ['tentaculo_link', 'madre', 'base', 'alone'], missing: [] },
    ],
  ])('%s', (_title, policy, services, status) => {
    expect(policyStatus(policy, catalog, services)).toMatchObject({ policy, ...status });
  });
});
