import type { ConsoleStateQuery, ServiceRowFragment } from './generated/graphql.ts';
import { useServerNow } from './server-time.ts';
import { ServiceState } from './service-state.tsx';

type Runtime = ConsoleStateQuery['powerState']['runtime'];

/** What can be turned on comes first and in full; the core and what is not installed take a line each. */
export function ServiceList(props: {
  readonly services: readonly ServiceRowFragment[];
  readonly offsetMs: number;
  readonly stale: boolean;
  readonly runtime: Runtime | null;
}) {
  const { runtime, stale } = props;
  const nowMs = useServerNow(props.offsetMs, 0);
  const byName = [...props.services].sort((a, b) => a.name.localeCompare(b.name));
  const onDemand = byName.filter((service) => service.kind === 'ON_DEMAND');
  return (
    <section className="components" aria-labelledby="components">
      <h2 id="components">Components</h2>
      {runtime !== null && (
        <p className="dim">
          Runtime {runtime.kind}
          {runtime.available ? '' : ', not available'}
          {runtime.detail ? `: ${runtime.detail}` : ''}
        </p>
      )}
      <h3>On demand</h3>
      <ul className="cards">
        {onDemand.filter(isInstalled).map((service) => (
          <ServiceCard key={service.name} service={service} nowMs={nowMs} stale={stale} />
        ))}
      </ul>
      <h3>Core</h3>
      <ServiceLines services={byName.filter((service) => service.kind === 'CORE')} stale={stale} />
      {!onDemand.every(isInstalled) && <h3>Not installed here</h3>}
      <ServiceLines services={onDemand.filter((service) => !isInstalled(service))} stale={stale} />
    </section>
  );
}

function ServiceCard(props: {
  readonly service: ServiceRowFragment;
  readonly nowMs: number;
  readonly stale: boolean;
}) {
  const { service } = props;
  return (
    <li className="panel" data-service={service.name}>
      <div className="line">
        <strong>{service.name}</strong>
        <ServiceState service={service} stale={props.stale} />
      </div>
      <p className="dim">{service.description}</p>
      <p className="dim" title={`observed ${service.observedAt}`}>
        {service.holders.length > 0
          ? `held by ${service.holders.map((holder) => holder.reason).join(', ')}`
          : `seen ${age(props.nowMs - Date.parse(service.observedAt))} ago`}
      </p>
    </li>
  );
}

function ServiceLines(props: { readonly services: readonly ServiceRowFragment[]; readonly stale: boolean }) {
  if (props.services.length === 0) return null;
  return (
    <ul className="panel lines">
      {props.services.map((service) => (
        <li
          key={service.name}
          className="line"
          data-service={service.name}
          title={`observed ${service.observedAt}`}
        >
          <strong>{service.name}</strong>
          <span className="dim">{service.description}</span>
          <ServiceState service={service} stale={props.stale} />
        </li>
      ))}
    </ul>
  );
}

function isInstalled(service: ServiceRowFragment): boolean {
  return service.state !== 'MISSING';
}

function age(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return seconds < 60
    ? `${seconds} s`
    : seconds < 3600
      ? `${Math.floor(seconds / 60)} min`
      : `${Math.floor(seconds / 3600)} h`;
}
