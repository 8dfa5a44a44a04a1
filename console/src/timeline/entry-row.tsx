import { addressOf } from '../shell/route.ts';
import { timeOfDay } from '../time/time-of-day.ts';
import type { Entry, Kind } from './timeline-state.ts';

/** Of a 16 by 16 drawing. */
const icons: Record<Kind, string> = {
  audit: 'M4 2h8v12H4zM6 5h4M6 8h4',
  event: 'M8 2v8m0 3v1',
  window: 'M2 5h12M2 8h12M2 11h6',
  component: 'M4 4h8v8H4z',
};

export function EntryRow(props: { readonly entry: Entry; readonly faded: boolean }) {
  const { entry } = props;
  return (
    <li className={props.faded ? 'entry faded' : 'entry'} data-kind={entry.kind} data-tone={entry.tone}>
      <time dateTime={entry.at}>{timeOfDay(entry.at)}</time>
      <svg viewBox="0 0 16 16" width="14" height="14" role="img" aria-label={entry.kind} className="icon">
        <path d={icons[entry.kind]} />
      </svg>
      <span className="words">{entry.words}</span>
      {entry.by !== null && <span className="dim">{entry.by}</span>}
      {entry.correlationId !== null && (
        <a
          className="correlation"
          href={addressOf({ page: 'timeline', correlationId: entry.correlationId })}
          aria-label={`What belongs to ${entry.correlationId}`}
          title={entry.correlationId}
        >
          {entry.correlationId.slice(0, 8)}
        </a>
      )}
    </li>
  );
}
