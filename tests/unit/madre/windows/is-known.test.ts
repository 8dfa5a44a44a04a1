import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { isKnown } from '../../../../subgraphs/madre/reconciler/looks/is-known.ts';
import { defaultRules } from '../../../../subgraphs/madre/reconciler/rules.ts';
import { createUnit, type ServiceUnit } from '../../../../subgraphs/madre/reconciler/service-unit.ts';
import { aServiceRecord } from '../../../support/service-record.ts';
import { aService } from '../../../support/service.ts';

const STOPPED = { status: 'STOPPED', exit: null } as const;
const RUNNING = { status: 'RUNNING', startedAtMs: 1, restartCount: 0, image: null, address: null } as const;
const retry = { kind: 'START', attempts: 1, failedAt: 0, notBefore: 0 } as const;
const cause = { actor: 'a', correlationId: 'c' };

describe('an operation without a look before it', () => {
  it.each<[string, Partial<ServiceUnit>, 'START' | 'STOP', boolean]>([
    ['a start of what was seen stopped', { observation: STOPPED }, 'START', true],
    ['a stop of what was seen running', { observation: RUNNING, inCharge: true }, 'STOP', true],
    ['a stop of what somebody else started', { observation: RUNNING }, 'STOP', false],
    ['a start of what runs', { observation: RUNNING }, 'START', false],
    ['a start of what was paused', { observation: { status: 'PAUSED' } }, 'START', false],
    ['what nobody could say anything of', { observation: null }, 'START', false],
    ['what was hinted at since', { observation: STOPPED, hinted: true }, 'START', false],
    ['what is tried again', { observation: STOPPED, retry }, 'START', false],
    [
      'a restart',
      {
        observation: STOPPED,
        restartAsked: { id: 'r', service: 'a', cause, stopsFirst: true, failedStops: 0 },
      },
      'START',
      false,
    ],
    ['what crashed', { observation: STOPPED, crashes: { endedAt: [1], isLoop: false } }, 'START', false],
    ['what was kept down', { observation: STOPPED, keptDownFor: ['w'] }, 'START', false],
    ['what waited in vain', { observation: STOPPED, blockedBy: 'db' }, 'START', false],
    ['what was seen too long ago', { observation: STOPPED, observedAt: -10_001 }, 'START', false],
  ])('for %s', (_title, unit, action, known) => {
    const parts = { clock: createManualClock(), rules: defaultRules };
    const observedAt = parts.clock.monotonic() + (unit.observedAt ?? 0);
    const asLeft = createUnit(aService('a', { port: 1 }), aServiceRecord('a', { inCharge: false }), {
      isHeld: false,
      now: 0,
      runsAs: 'MEMORY',
    });
    expect(isKnown(parts, { ...asLeft, ...unit, observedAt }, action)).toBe(known);
  });
});
