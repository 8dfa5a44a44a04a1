import { recordWithoutRun, type ServiceRecord } from '../../subgraphs/madre/services/service-record.ts';

/** A service that never ran, as madre stores it. */
export function aServiceRecord(name: string, given: Partial<ServiceRecord> = {}): ServiceRecord {
  return { ...recordWithoutRun({ name, state: 'STOPPED', reason: null, observedAt: 0 }), ...given };
}
