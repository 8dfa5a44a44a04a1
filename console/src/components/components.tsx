import type { ServiceRowFragment } from '../generated/graphql.ts';
import { useLive } from '../live/live.tsx';
import { ServiceCard } from './card/service-card.tsx';
import { ServiceLines } from './card/service-lines.tsx';
import { useStats } from './stats/use-stats.ts';

/** What can be turned on comes first and in full; the core and what is not installed take a line each. */
export function Components() {
  const { services, power, loaded } = useLive();
  const stats = useStats(null);
  const byName = [...services.values()].sort((a, b) => a.name.localeCompare(b.name));
  const onDemand = byName.filter((service) => service.kind === 'ON_DEMAND');
  const absent = onDemand.filter((service) => !isInstalled(service));
  const runtime = power?.runtime;
  return (
    <section aria-labelledby="components">
      <div className="line spread">
        <h2 id="components">Components</h2>
        {runtime && (
          <span className={runtime.available ? 'dim' : 'broken'}>
            runtime {runtime.kind.toLowerCase()}
            {runtime.version ? ` ${runtime.version}` : ''}
            {runtime.available ? '' : `, not available${runtime.detail ? `: ${runtime.detail}` : ''}`}
          </span>
        )}
      </div>
      <ul className="cards">
        {onDemand.filter(isInstalled).map((service) => (
          <ServiceCard key={service.name} service={service} samples={stats.get(service.name) ?? []} />
        ))}
      </ul>
      {loaded && <h3>Core</h3>}
      <ServiceLines services={byName.filter((service) => service.kind === 'CORE')} />
      {absent.length > 0 && <h3>Not installed here</h3>}
      <ServiceLines services={absent} />
    </section>
  );
}

function isInstalled(service: ServiceRowFragment): boolean {
  return service.state !== 'MISSING';
}
