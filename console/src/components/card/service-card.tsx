import type { ServiceRowFragment } from '../../generated/graphql.ts';
import { useLive } from '../../live/live.tsx';
import { addressOf } from '../../shell/route.ts';
import { useServerNow } from '../../time/server-time.ts';
import { timeOfDay } from '../../time/time-of-day.ts';
import { holdersOf } from '../../windows/holders.ts';
import { Dossier } from '../dossier.tsx';
import { LastLine } from './last-line.tsx';
import { ServiceButtons } from './service-buttons.tsx';
import { holderWords, sinceWords, startupWords } from '../state/service-since.ts';
import { ServiceState } from '../state/service-state.tsx';
import { isUp } from '../state/service-words.ts';
import type { Sample } from '../stats/stats.ts';
import { Usage } from '../stats/usage.tsx';

/** One component that can be turned on. */
export function ServiceCard(props: {
  readonly service: ServiceRowFragment;
  readonly samples: readonly Sample[];
}) {
  const { service } = props;
  const { offsetMs, stale, windows } = useLive();
  const nowMs = useServerNow(offsetMs, 0);
  const startup = startupWords(service);
  return (
    <li className="card" data-service={service.name} data-row>
      <div className="line spread">
        <a className="name" href={addressOf({ page: 'component', name: service.name })}>
          {service.name}
        </a>
        <ServiceState service={service} />
      </div>
      <p className="dim">
        {holderWords(holdersOf(service.name, windows.values()), timeOfDay) ?? service.description}
        <br />
        {sinceWords(service, nowMs)}
        {startup !== null && (
          <>
            <br />
            {startup}
          </>
        )}
      </p>
      {isUp(service) && !stale && <Usage samples={props.samples} />}
      {isUp(service) && <LastLine name={service.name} />}
      {service.failure && <Dossier failure={service.failure} brief />}
      <ServiceButtons service={service} logs />
    </li>
  );
}
