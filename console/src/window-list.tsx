import { useState } from 'react';
import { useMutation } from 'urql';
import { formatLeft, fractionLeft } from './countdown.ts';
import { CloseWindowDocument, type WindowRowFragment } from './generated/graphql.ts';
import { isLive } from './live-state.ts';

const ENDED_SHOWN = 3;
const ENDS_SOON_MS = 30_000;

export function WindowList(props: {
  readonly windows: readonly WindowRowFragment[];
  readonly nowMs: number;
  readonly loaded: boolean;
}) {
  const newestFirst = [...props.windows].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  const live = newestFirst.filter(isLive);
  const ended = newestFirst.filter((window) => !isLive(window)).slice(0, ENDED_SHOWN);
  return (
    <section aria-labelledby="now">
      <h2 id="now">Now</h2>
      {props.loaded && live.length === 0 && (
        <p className="dim">Only the core runs. Open a window below to turn components on for a while.</p>
      )}
      <ul className="rows">
        {[...live, ...ended].map((window) => (
          <WindowRow key={window.id} window={window} nowMs={props.nowMs} />
        ))}
      </ul>
    </section>
  );
}

function WindowRow({ window, nowMs }: { readonly window: WindowRowFragment; readonly nowMs: number }) {
  const [refusal, setRefusal] = useState<string>();
  const [closing, close] = useMutation(CloseWindowDocument);
  const deadlineMs =
    window.deadline === null || window.deadline === undefined ? null : Date.parse(window.deadline);
  const live = isLive(window);
  return (
    <li className={`panel window ${live ? '' : 'ended'}`} data-window={window.id}>
      <div className="line">
        <span className={`state ${tone(window, deadlineMs, nowMs)}`}>{window.state}</span>
        <strong>{window.services.map((service) => service.name).join(' · ')}</strong>
        <span className="dim">{window.reason}</span>
        <span className={live ? 'left' : 'left dim'}>
          {live ? (deadlineMs === null ? 'until closed' : formatLeft(deadlineMs - nowMs)) : endWords(window)}
        </span>
        {live && window.state !== 'CLOSING' && (
          <button
            type="button"
            disabled={closing.fetching}
            onClick={() =>
              // The outcome is in `closing` and in the window's own events.
              void close({ id: window.id }).then(({ data, error }) =>
                setRefusal(
                  error?.message ??
                    (data?.closeWindow.ok === false
                      ? (data.closeWindow.message ?? data.closeWindow.code)
                      : undefined),
                ),
              )
            }
          >
            {closing.fetching ? 'requested' : 'Close'}
          </button>
        )}
      </div>
      {live && deadlineMs !== null && (
        <div className="track">
          <div
            className="fill"
            style={{ width: `${fractionLeft(Date.parse(window.createdAt), deadlineMs, nowMs) * 100}%` }}
          />
        </div>
      )}
      {window.failure && (
        <p className="broken">
          {window.failure.message} {window.failure.suggestion}
        </p>
      )}
      {refusal !== undefined && <p className="broken">{refusal}</p>}
    </li>
  );
}

function endWords(window: WindowRowFragment): string {
  return (window.closeReason ?? '').toLowerCase().replaceAll('_', ' ');
}

function tone(window: WindowRowFragment, deadlineMs: number | null, nowMs: number): string {
  if (window.state === 'FAILED') return 'broken';
  if (window.state === 'DEGRADED') return 'warning';
  if (window.state === 'OPEN')
    return deadlineMs !== null && deadlineMs - nowMs < ENDS_SOON_MS ? 'warning' : 'ready';
  return window.state === 'CLOSED' ? 'asleep' : 'starting';
}
