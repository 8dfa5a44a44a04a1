import type { ServiceRecord } from '../../subgraphs/madre/services/service-record.ts';

/** A service that never ran, as madre stores it. */
export function aServiceRecord(name: string, given: Partial<ServiceRecord> = {}): ServiceRecord {
  return {
    name,
    seq: 0,
    state: 'STOPPED',
    reason: null,
    observedAt: 0,
    startedAt: null,
    exitCode: null,
    restartCount: 0,
    runtimeRestarts: 0,
    image: null,
    missing: null,
    runsAs: null,
    lastStop: null,
    failure: null,
    inCharge: false,
    keptDownFor: null,
    ...given,
  };
}
