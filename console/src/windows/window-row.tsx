import { useState } from 'react';
import { Dossier } from '../components/dossier.tsx';
import { CloseWindowDocument, ExtendWindowDocument, type WindowRowFragment } from '../generated/graphql.ts';
import { useLive } from '../live/live.tsx';
import { useAction } from '../server/use-action.ts';
import { formatLeft, fractionLeft } from '../time/countdown.ts';
import { useServerNow } from '../time/server-time.ts';
import { timeOfDay } from '../time/time-of-day.ts';
import { CloseWindow } from './close-window.tsx';
import { StartSteps } from './start-steps.tsx';
import { windowTone, windowWords } from './window-words.ts';

const EXTEND_SEC = 300;

/** A window as a bar that shrinks toward its deadline, by the server's clock. */
export function WindowRow(props: { readonly window: WindowRowFragment; readonly inUse: string | null }) {
  const { window } = props;
  const { offsetMs, stale } = useLive();
  const deadlineMs = window.deadline ? Date.parse(window.deadline) : null;
  const nowMs = useServerNow(offsetMs, deadlineMs ?? 0);
  const leftMs = deadlineMs === null ? null : deadlineMs - nowMs;
  const [asking, setAsking] = useState(false);
  const extend = useAction(ExtendWindowDocument, 'It is not known whether the window was extended');
  const close = useAction(CloseWindowDocument, 'It is not known whether the window closes');
  const tone = stale ? 'asleep' : windowTone(window, leftMs);
  const startMs = Date.parse(window.openedAt ?? window.createdAt);
  const fraction = deadlineMs === null ? 1 : fractionLeft(startMs, deadlineMs, nowMs);
  const names = window.services.map((service) => service.name).join(' · ');
  return (
    <li className="window" data-window={window.id} data-row>
      <div className="bar" data-tone={tone}>
        <div className="fill" style={{ width: `${fraction * 100}%` }} />
        <span className="reason">{window.reason}</span>
      </div>
      <strong className="what">{names}</strong>
      <span className={`state ${tone}`}>
        {stale && 'last known: '}
        {windowWords(window, leftMs)}
      </span>
      <span
        className="left"
        title={deadlineMs === null ? 'held until somebody closes it' : `until ${window.deadline}`}
      >
        <span>
          {leftMs === null ? (window.state === 'QUEUED' ? 'waiting' : 'until closed') : formatLeft(leftMs)}
        </span>
        {deadlineMs !== null && <small className="dim">until {timeOfDay(deadlineMs)}</small>}
      </span>
      <span className="acts">
        {deadlineMs !== null && window.state !== 'CLOSING' && (
          <button
            type="button"
            data-key="extend"
            disabled={extend.running}
            aria-label={`Extend the window of ${names} by 5 min`}
            onClick={() => void extend.run({ input: { id: window.id, addSec: EXTEND_SEC } })}
          >
            {extend.running ? 'requested' : '+5 min'}
          </button>
        )}
        {window.state !== 'CLOSING' && (
          <button
            type="button"
            data-key="close"
            disabled={close.running}
            aria-label={`Close the window of ${names}`}
            onClick={() => setAsking(true)}
          >
            {close.running ? 'requested' : 'Close'}
          </button>
        )}
      </span>
      {props.inUse !== null && <p className="note warning">Ends soon, and is still busy: {props.inUse}.</p>}
      {window.state === 'OPENING' && <StartSteps window={window} nowMs={nowMs} />}
      {window.failure && <Dossier failure={window.failure} />}
      {[extend.refusal, close.refusal].filter(Boolean).map((refusal) => (
        <p key={refusal} className="note broken" role="alert">
          {refusal}
        </p>
      ))}
      {asking && (
        <CloseWindow
          window={window}
          onAnswer={(confirmed) => {
            setAsking(false);
            // The outcome is a refusal shown here, or comes with the window's own events.
            if (confirmed) void close.run({ input: { id: window.id, reason: 'closed in the console' } });
          }}
        />
      )}
    </li>
  );
}
