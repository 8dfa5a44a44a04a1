import type { ServiceState } from '../../../schema/generated/madre.ts';

/** Whether it takes memory: also while it starts, stops or is paused. */
export function isRunning(state: ServiceState): boolean {
  return (
    state === 'STARTING' ||
    state === 'READY' ||
    state === 'UNHEALTHY' ||
    state === 'PAUSED' ||
    state === 'STOPPING'
  );
}
