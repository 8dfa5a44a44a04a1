import { timeOfDay } from './time-of-day.ts';
import { Failure } from './failure.tsx';
import type { WindowRowFragment } from './generated/graphql.ts';
import { useServerNow } from './server-time.ts';

/** For so long a failure asks to be seen; after that it is history. */
const FRESH_MS = 60_000;

const endings: Record<NonNullable<WindowRowFragment['closeReason']>, string> = {
  MANUAL: 'closed by hand',
  TTL_EXPIRED: 'its time was up',
  IDLE: 'nobody used it',
  PREEMPTED: 'it made way for another window',
  POLICY_APPLIED: 'a policy was applied',
  START_FAILED: 'it did not start',
  QUEUE_EXPIRED: 'there was no memory for it in time',
};

export function EndedWindow(props: { readonly window: WindowRowFragment; readonly offsetMs: number }) {
  const { window } = props;
  const endedAtMs = Date.parse(window.closedAt ?? window.createdAt);
  const fresh = useServerNow(props.offsetMs, endedAtMs) - endedAtMs < FRESH_MS;
  return (
    <li className="panel window ended" data-window={window.id}>
      <div className="line">
        <span className={`state ${window.state === 'FAILED' && fresh ? 'broken' : 'asleep'}`}>
          {window.state}
        </span>
        <strong>{window.services.map((service) => service.name).join(' · ')}</strong>
        <span className="dim">opened for: {window.reason}</span>
        <span className="left dim">
          ended {timeOfDay(endedAtMs)}
          {window.closeReason && `: ${endings[window.closeReason]}`}
        </span>
      </div>
      {window.failure &&
        (fresh ? (
          <Failure failure={window.failure} />
        ) : (
          <details>
            <summary>why it failed</summary>
            <Failure failure={window.failure} />
          </details>
        ))}
    </li>
  );
}
