import type { ConsoleStateQuery, ServiceRowFragment } from './generated/graphql.ts';

type Runtime = ConsoleStateQuery['powerState']['runtime'];

export function ServiceList(props: {
  readonly services: readonly ServiceRowFragment[];
  readonly nowMs: number;
  readonly runtime: Runtime | null;
}) {
  return (
    <section aria-labelledby="components">
      <h2 id="components">Components</h2>
      {props.runtime !== null && (
        <p className="dim">
          Runtime {props.runtime.kind}
          {props.runtime.available ? '' : ', not available'}
          {props.runtime.detail ? `: ${props.runtime.detail}` : ''}
        </p>
      )}
      <ul className="cards">
        {[...props.services].sort(coreFirst).map((service) => (
          <li key={service.name} className="panel" data-service={service.name}>
            <div className="line">
              <strong>{service.name}</strong>
              <span className={`state ${tone(service)}`}>{words(service)}</span>
            </div>
            <p className="dim">{service.description}</p>
            <p className="dim" title={`observed ${service.observedAt}`}>
              {service.holders.length > 0
                ? `held by ${service.holders.map((holder) => holder.reason).join(', ')}`
                : `seen ${age(props.nowMs - Date.parse(service.observedAt))} ago`}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function coreFirst(a: ServiceRowFragment, b: ServiceRowFragment): number {
  return a.kind === b.kind ? a.name.localeCompare(b.name) : a.kind === 'CORE' ? -1 : 1;
}

/** Off is the normal state and reads so; any other state that is not READY gives its reason. */
function words(service: ServiceRowFragment): string {
  if (service.state === 'STOPPED') return 'off by policy';
  const state = service.state.toLowerCase().replaceAll('_', ' ');
  return service.reason ? `${state}: ${service.reason.toLowerCase().replaceAll('_', ' ')}` : state;
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

function age(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return seconds < 60
    ? `${seconds} s`
    : seconds < 3600
      ? `${Math.floor(seconds / 60)} min`
      : `${Math.floor(seconds / 3600)} h`;
}
