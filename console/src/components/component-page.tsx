import { useState } from 'react';
import type { ServiceRowFragment } from '../generated/graphql.ts';
import { useLive } from '../live/live.tsx';
import { addressOf } from '../shell/route.ts';
import { useServerNow } from '../time/server-time.ts';
import { timeOfDay } from '../time/time-of-day.ts';
import { holdersOf } from '../windows/holders.ts';
import { ServiceButtons } from './card/service-buttons.tsx';
import { Dossier } from './dossier.tsx';
import { HistoryStrip } from './history-strip.tsx';
import { Logs } from './logs/logs.tsx';
import { RecentAnswers } from './recent-answers.tsx';
import { sinceWords, startupWords } from './state/service-since.ts';
import { ServiceState } from './state/service-state.tsx';
import { Usage } from './stats/usage.tsx';
import { useStats } from './stats/use-stats.ts';

/** Everything about one component: why it runs, what it went through, what it says. */
export default function ComponentPage(props: { readonly name: string }) {
  const { services, loaded } = useLive();
  const service = services.get(props.name);
  if (service !== undefined) return <Component service={service} />;
  return (
    <p className="dim">
      {loaded ? `There is no component ${props.name}. ` : 'loading '}
      <a href={addressOf({ page: 'now', opening: null })}>All components</a>
    </p>
  );
}

function Component({ service }: { readonly service: ServiceRowFragment }) {
  const { offsetMs } = useLive();
  const nowMs = useServerNow(offsetMs, 0);
  const stats = useStats([service.name]);
  // The strip begins at the change that was newest when the page opened.
  const [seq] = useState(service.seq);
  return (
    <>
      <div className="line spread" data-service={service.name}>
        <h2 className="title">{service.name}</h2>
        <ServiceState service={service} />
      </div>
      <p className="dim">{service.description}</p>
      <div className="columns">
        <section aria-labelledby="why">
          <h3 id="why">Why it is so</h3>
          <p>{sinceWords(service, nowMs)}</p>
          <Holders service={service} />
          {service.failure && <Dossier failure={service.failure} />}
          <ServiceButtons service={service} logs={false} />
        </section>
        <section aria-labelledby="starts">
          <h3 id="starts">Starts and use</h3>
          <p>{startupWords(service) ?? 'No start was measured yet.'}</p>
          <p className="dim">
            restarted {service.restartCount} time{service.restartCount === 1 ? '' : 's'}
            {service.port ? ` · port ${service.port}` : ''}
            {service.dependsOn.length > 0 &&
              ` · needs ${service.dependsOn.map(({ name }) => name).join(', ')}`}
          </p>
          <Usage samples={stats.get(service.name) ?? []} />
        </section>
      </div>
      <h3>States</h3>
      <HistoryStrip name={service.name} seq={seq} />
      <RecentAnswers name={service.name} />
      <Logs name={service.name} />
    </>
  );
}

function Holders({ service }: { readonly service: ServiceRowFragment }) {
  const { windows } = useLive();
  const holders = holdersOf(service.name, windows.values());
  if (service.kind === 'CORE') return <p>It belongs to the core, which always runs.</p>;
  if (holders.length === 0) {
    const stop = service.lastStop;
    return (
      <p>
        No window holds it.
        {stop && (
          <>
            {' '}
            Last stopped {timeOfDay(stop.at)} by {stop.by}: {stop.rule}.{' '}
            <a href={addressOf({ page: 'timeline', correlationId: stop.correlationId })}>
              What belonged to it
            </a>
          </>
        )}
      </p>
    );
  }
  return (
    <ul>
      {holders.map((holder) => (
        <li key={holder.id}>
          <strong>{holder.reason}</strong> by {holder.openedBy},{' '}
          {holder.deadline ? `until ${timeOfDay(holder.deadline)}` : 'until closed'}
        </li>
      ))}
    </ul>
  );
}
