import type { ServiceRowFragment } from './generated/graphql.ts';

/** A state in words and colour. What is only remembered says so and has no colour. */
export function ServiceState(props: { readonly service: ServiceRowFragment; readonly stale: boolean }) {
  return props.stale ? (
    <span className="state asleep">last known: {words(props.service)}</span>
  ) : (
    <span className={`state ${tone(props.service)}`}>{words(props.service)}</span>
  );
}

/** Off is the normal state and reads so; any other state that is not READY gives its reason. */
function words({ state, reason }: ServiceRowFragment): string {
  if (state === 'STOPPED') return 'off by policy';
  if (reason === 'NOT_INSTALLED') return 'not installed';
  const stateWords = state.toLowerCase().replaceAll('_', ' ');
  return reason && reason !== state
    ? `${stateWords}: ${reason.toLowerCase().replaceAll('_', ' ')}`
    : stateWords;
}

function tone(service: ServiceRowFragment): string {
  switch (service.state) {
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
