import { expect, it } from 'vitest';
import { effectiveFlag } from '../../../../subgraphs/madre/flags/effective-flag.ts';

const registered = { defaultState: 'OFF', description: 'd', component: 'ants' } as const;
const stored = (state: 'ON' | 'OFF') => ({
  ...{ key: 'K', state, reason: 'as set', updatedAt: 1, updatedBy: 'ana' },
});

it.each([
  ['OFF', undefined, 'OFF', 'as set'],
  ['OFF', { state: 'CRASHED', reason: 'EXITED' }, 'OFF', 'as set'],
  ['ON', { state: 'READY', reason: null }, 'ON', 'as set'],
  ['ON', undefined, 'ERROR', 'ON, but ants is not in the catalog'],
  ['ON', { state: 'MISSING', reason: 'NOT_INSTALLED' }, 'ERROR', 'ON, but ants is MISSING (NOT_INSTALLED)'],
  ['ON', { state: 'CRASH_LOOP', reason: 'EXITED' }, 'ERROR', 'ON, but ants is CRASH_LOOP (EXITED)'],
  ['ON', { state: 'STOPPED', reason: null }, 'DEGRADED', 'ON, but ants is STOPPED'],
  [
    'ON',
    { state: 'UNHEALTHY', reason: 'PROBE_FAILED' },
    'DEGRADED',
    'ON, but ants is UNHEALTHY (PROBE_FAILED)',
  ],
] as const)('a flag that is %s while its component is %j is %s: %s', (set, component, state, reason) => {
  expect(effectiveFlag(stored(set), registered, component)).toMatchObject({ state, reason });
});
