import type { EngineState } from '../../../schema/generated/switch.ts';
import type { EngineRecord } from './engine-record.ts';

export interface DescribedState {
  readonly state: EngineState;
  readonly reason: string | null;
}

/** How an engine is, from what was observed and set; nobody is called to find out. */
export function describeState(record: EngineRecord): DescribedState {
  const { circuit, lastObservation } = record;
  const failure = lastObservation?.failure ?? null;
  if (!record.isEnabled) return { state: 'OFF', reason: 'switched off by configureEngine' };
  if (!record.hasKeyItNeeds)
    return { state: 'ERROR', reason: `${record.config.apiKeyEnv ?? 'its key'} is not set` };
  if (record.keyRefusal !== null) return { state: 'ERROR', reason: record.keyRefusal };
  if (circuit.state === 'FORCED_OPEN') return { state: 'OFF', reason: 'its circuit was opened by hand' };
  if (circuit.state !== 'CLOSED') {
    return { state: 'COOLDOWN', reason: circuit.lastError };
  }
  if (lastObservation === null) return { state: 'UNKNOWN', reason: 'it was not called yet' };
  return failure === null
    ? { state: 'AVAILABLE', reason: null }
    : { state: 'DEGRADED', reason: failure.message };
}
