import type { ServiceRowFragment } from '../../generated/graphql.ts';
import type { Tone } from '../../windows/window-words.ts';

type Service = Pick<ServiceRowFragment, 'state' | 'reason'>;

/** Off is the normal state and reads so; any other state that is not READY gives its reason. */
export function serviceWords({ state, reason }: Service): string {
  if (state === 'STOPPED' && (!reason || reason === 'OFF_BY_POLICY')) return 'off by policy';
  if (reason === 'NOT_INSTALLED') return 'not installed';
  const stateWords = plain(state);
  return reason && reason !== state ? `${stateWords}: ${plain(reason)}` : stateWords;
}

/** Red only where somebody must act; what is off is at rest. */
export function serviceTone({ state }: Pick<Service, 'state'>): Tone {
  switch (state) {
    case 'READY':
      return 'ready';
    case 'STARTING':
    case 'STOPPING':
      return 'starting';
    case 'STOPPED':
    case 'MISSING':
    case 'PAUSED':
    case 'UNKNOWN':
      return 'asleep';
    case 'UNHEALTHY':
      return 'warning';
    case 'CRASHED':
    case 'CRASH_LOOP':
    case 'OUT_OF_MEMORY':
    case 'START_FAILED':
      return 'broken';
  }
}

/** Whether there is a process that writes and uses memory. */
export function isUp({ state }: Pick<Service, 'state'>): boolean {
  return state !== 'STOPPED' && state !== 'MISSING' && state !== 'UNKNOWN';
}

export function plain(code: string): string {
  return code.toLowerCase().replaceAll('_', ' ');
}
