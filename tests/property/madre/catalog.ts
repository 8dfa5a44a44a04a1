import type { Catalog } from '../../../subgraphs/madre/catalog.ts';
import { aService } from '../../support/service.ts';

const restart = { stoppedByHand: 'restart', startedByHand: 'stop', adoptTtlSec: 20 } as const;

/** The slowest stops of this world take all of it. */
export const GRACE_SEC = 5;

/** base ← middle ← top, and two that stand alone; every setting of drift occurs. */
export const catalog: Catalog = new Map(
  [
    aService('base', { port: 9_001, memoryMb: 100, drift: restart }),
    aService('middle', { port: 9_002, memoryMb: 200, drift: restart, dependsOn: ['base'] }),
    aService('top', {
      ...{ port: 9_003, memoryMb: 300, dependsOn: ['middle'] },
      drift: { ...restart, stoppedByHand: 'degrade' },
    }),
    aService('alone', {
      ...{ port: 9_004, memoryMb: 150, operative: true },
      drift: { ...restart, startedByHand: 'adopt' },
    }),
    aService('loose', { port: 9_005, memoryMb: 100, drift: { ...restart, startedByHand: 'ignore' } }),
  ].map((service) => [service.name, { ...service, stopGraceSec: GRACE_SEC }]),
);

export const serviceNames: readonly string[] = [...catalog.keys()];

/** What must have stopped before this one is: all that depends on it, at any distance. */
export function dependentsOf(name: string): readonly string[] {
  const direct = serviceNames.filter((each) => catalog.get(each)?.dependsOn.includes(name) === true);
  return [...new Set(direct.flatMap((each) => [each, ...dependentsOf(each)]))];
}
