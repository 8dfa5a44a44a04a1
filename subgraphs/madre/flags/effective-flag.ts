import type { ServiceRecord } from '../services/service-record.ts';
import type { FlagRecord, StoredFlag } from './flag-record.ts';
import type { RegisteredFlag } from './registered-flags.ts';

/** What a flag comes to while its component is as it is; undefined: the catalog does not have it. */
export function effectiveFlag(
  stored: StoredFlag,
  { defaultState, description, component }: RegisteredFlag,
  service: Pick<ServiceRecord, 'state' | 'reason'> | undefined,
): FlagRecord {
  const flag = { ...stored, defaultState, description };
  if (stored.state === 'OFF' || service?.state === 'READY') return flag;
  if (service === undefined)
    return { ...flag, state: 'ERROR', reason: `ON, but ${component} is not in the catalog` };
  const why = service.reason === null ? '' : ` (${service.reason})`;
  const reason = `ON, but ${component} is ${service.state}${why}`;
  switch (service.state) {
    case 'MISSING':
    case 'CRASHED':
    case 'CRASH_LOOP':
    case 'OUT_OF_MEMORY':
    case 'START_FAILED':
      return { ...flag, state: 'ERROR', reason };
    case 'STOPPED':
    case 'STARTING':
    case 'UNHEALTHY':
    case 'PAUSED':
    case 'STOPPING':
    case 'UNKNOWN':
      return { ...flag, state: 'DEGRADED', reason };
  }
}
