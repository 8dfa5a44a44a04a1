import type { ComponentState, OverallStatus } from '../../../schema/generated/operator.ts';
import type { ServiceFact } from '../facts/facts.ts';

/** How a service's state reads on the dashboard. Off is no fault: by default everything but the core sleeps. */
const states: Readonly<Record<ServiceFact['state'], ComponentState>> = {
  READY: 'ON',
  MISSING: 'OFF',
  STOPPED: 'OFF',
  STARTING: 'OFF',
  STOPPING: 'OFF',
  PAUSED: 'OFF',
  UNHEALTHY: 'DEGRADED',
  UNKNOWN: 'DEGRADED',
  CRASHED: 'ERROR',
  CRASH_LOOP: 'ERROR',
  OUT_OF_MEMORY: 'ERROR',
  START_FAILED: 'ERROR',
};

export function componentState(state: ServiceFact['state']): ComponentState {
  return states[state];
}

/** Null for what is on. */
export function componentReason({ state, reason }: Pick<ServiceFact, 'state' | 'reason'>): string | null {
  if (state === 'READY') return null;
  return reason === null || reason === state ? state : `${state}: ${reason}`;
}

export function overallStatus(components: readonly ComponentState[]): OverallStatus {
  if (!components.includes('ON')) return 'OFFLINE';
  return components.some((state) => state === 'DEGRADED' || state === 'ERROR') ? 'DEGRADED' : 'OK';
}
