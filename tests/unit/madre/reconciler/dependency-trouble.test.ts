import { expect, it } from 'vitest';
import { troubleBelow } from '../../../../subgraphs/madre/reconciler/looks/dependency-trouble.ts';
import type { ServiceFailure, ServiceRecord } from '../../../../subgraphs/madre/services/service-record.ts';
import { aServiceRecord } from '../../../support/service-record.ts';

const catalog = new Map([
  ['base', { dependsOn: [] }],
  ['middle', { dependsOn: ['base'] }],
  ['top', { dependsOn: ['middle'] }],
]);
const failed = (code: ServiceFailure['code']): ServiceFailure => ({
  ...{ at: 0, heldBy: [], code, message: 'm', exitCode: null, outOfMemory: false, lastLogs: [] },
  ...{ byHand: false, permanent: false },
});
const ready = { state: 'READY' } as const;
const waits = { state: 'STOPPED', failure: failed('DEPENDENCY_FAILED') } as const;
const crashed = { state: 'CRASHED', failure: failed('EXITED') } as const;

it.each<[string, Record<string, Partial<ServiceRecord>>, string | undefined]>([
  ['nothing where all below is ready', { base: ready, middle: ready }, undefined],
  ['nothing where what is below was not tried yet', { base: {}, middle: {} }, undefined],
  ['its dependency', { base: ready, middle: crashed }, 'middle'],
  ['the lowest in trouble', { base: crashed, middle: waits }, 'base'],
  ['one that is missing', { base: { state: 'MISSING' }, middle: waits }, 'base'],
  [
    'one that is being started again after a failure',
    { base: { state: 'STARTING', failure: failed('EXITED') }, middle: waits },
    'base',
  ],
  ['nothing where that is over', { base: { state: 'STARTING' }, middle: waits }, undefined],
  ['one that stopped although what is below it is ready', { base: crashed, middle: ready }, undefined],
])('a service waits in vain for %s', (_title, records, name) => {
  const found = troubleBelow('top', catalog, (below) => aServiceRecord(below, records[below]));
  expect(found?.name).toBe(name);
});
