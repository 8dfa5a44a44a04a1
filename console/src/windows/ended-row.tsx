import { Dossier } from '../components/dossier.tsx';
import type { WindowRowFragment } from '../generated/graphql.ts';
import { useLive } from '../live/live.tsx';
import { openAddress } from '../shell/route.ts';
import { useServerNow } from '../time/server-time.ts';
import { timeOfDay } from '../time/time-of-day.ts';
import { endings } from './window-words.ts';

/** For so long a failure asks to be seen; after that it is history. */
const FRESH_MS = 60_000;

export function EndedRow(props: { readonly window: WindowRowFragment }) {
  const { window } = props;
  const { offsetMs } = useLive();
  const endedAtMs = Date.parse(window.closedAt ?? window.createdAt);
  const fresh = useServerNow(offsetMs, endedAtMs) - endedAtMs < FRESH_MS;
  const services = window.services.map((service) => service.name);
  return (
    <li className="window ended" data-window={window.id} data-row>
      <span className={`state ${window.state === 'FAILED' && fresh ? 'broken' : 'asleep'}`}>
        {window.state.toLowerCase()}
      </span>
      <strong className="what">{services.join(' · ')}</strong>
      <span className="dim">{window.reason}</span>
      <span className="left dim">
        ended {timeOfDay(endedAtMs)}
        {window.closeReason && `: ${endings[window.closeReason]}`}
      </span>
      <a className="acts" href={openAddress(services)}>
        Open again
      </a>
      {window.failure &&
        (fresh ? (
          <Dossier failure={window.failure} />
        ) : (
          <details className="note">
            <summary>why it failed</summary>
            <Dossier failure={window.failure} />
          </details>
        ))}
    </li>
  );
}
