import { useState } from 'react';
import { useMutation } from 'urql';
import { formatLeft, fractionLeft } from './countdown.ts';
import { Failure } from './failure.tsx';
import { CloseWindowDocument, type WindowRowFragment } from './generated/graphql.ts';
import { problemWords } from './problem-words.ts';
import { useServerNow } from './server-time.ts';

const ENDS_SOON_MS = 30_000;

export function LiveWindow(props: {
  readonly window: WindowRowFragment;
  readonly offsetMs: number;
  readonly stale: boolean;
}) {
  const { window, stale } = props;
  const deadlineMs = window.deadline ? Date.parse(window.deadline) : null;
  const nowMs = useServerNow(props.offsetMs, deadlineMs ?? 0);
  const { close, closing, refusal } = useClose(window.id);
  return (
    <li className="panel window" data-window={window.id}>
      <div className="line">
        <span className={`state ${stale ? 'asleep' : tone(window, deadlineMs, nowMs)}`}>
          {stale && 'last known: '}
          {window.state}
        </span>
        <strong>{window.services.map((service) => service.name).join(' · ')}</strong>
        <span className="dim">{window.reason}</span>
        <span className="left">{deadlineMs === null ? 'until closed' : formatLeft(deadlineMs - nowMs)}</span>
        {window.state !== 'CLOSING' && (
          <button type="button" disabled={closing} onClick={close}>
            {closing ? 'requested' : 'Close'}
          </button>
        )}
      </div>
      {deadlineMs !== null && (
        <div className="track">
          <div
            className="fill"
            style={{ width: `${fractionLeft(Date.parse(window.createdAt), deadlineMs, nowMs) * 100}%` }}
          />
        </div>
      )}
      {window.failure && <Failure failure={window.failure} />}
      {refusal !== undefined && (
        <p className="broken" role="alert">
          {refusal}
        </p>
      )}
    </li>
  );
}

/** The outcome is a refusal, or comes with the window's own events. */
function useClose(id: string): {
  readonly close: () => void;
  readonly closing: boolean;
  readonly refusal: string | undefined;
} {
  const [refusal, setRefusal] = useState<string>();
  const [{ fetching }, execute] = useMutation(CloseWindowDocument);
  async function close(): Promise<void> {
    const { data, error } = await execute({ id });
    if (error) setRefusal(problemWords('It is not known whether the window closes', error));
    else if (data?.closeWindow.ok === false) setRefusal(data.closeWindow.message ?? data.closeWindow.code);
    else setRefusal(undefined);
  }
  // close shows every outcome itself.
  return { close: () => void close(), closing: fetching, refusal };
}

function tone(window: WindowRowFragment, deadlineMs: number | null, nowMs: number): string {
  if (window.state === 'DEGRADED') return 'warning';
  if (window.state !== 'OPEN') return 'starting';
  return deadlineMs !== null && deadlineMs - nowMs < ENDS_SOON_MS ? 'warning' : 'ready';
}
