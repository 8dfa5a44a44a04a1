import { useDeferredValue, useState } from 'react';
import { addressOf } from '../shell/route.ts';
import { EntryRow } from './entry-row.tsx';
import { filterEntries, type Kind } from './timeline-state.ts';
import { useTimeline } from './use-timeline.ts';

const kinds: readonly Kind[] = ['audit', 'event', 'window', 'component'];

/** One stream of what was done and what happened. With a correlation id, everything else fades. */
export default function TimelinePage(props: { readonly correlationId: string | null }) {
  const { correlationId } = props;
  const { entries, gaps } = useTimeline(correlationId);
  const [shown, setShown] = useState<ReadonlySet<Kind>>(new Set(kinds));
  const [text, setText] = useState('');
  const wanted = filterEntries(entries, shown, useDeferredValue(text));
  return (
    <section aria-labelledby="timeline">
      <div className="line spread">
        <h2 id="timeline">Timeline</h2>
        <input
          type="search"
          aria-label="Filter the timeline"
          placeholder="Filter"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <div className="line">
        <fieldset className="chips">
          <legend className="unseen">Kinds</legend>
          {kinds.map((kind) => (
            <label key={kind}>
              <input
                type="checkbox"
                checked={shown.has(kind)}
                onChange={(event) => setShown(withKind(shown, kind, event.target.checked))}
              />
              <span>{kind}</span>
            </label>
          ))}
        </fieldset>
        {correlationId !== null && (
          <a className="button" href={addressOf({ page: 'timeline', correlationId: null })}>
            All again, not only {correlationId.slice(0, 8)}
          </a>
        )}
      </div>
      {gaps.map((gap) => (
        <p key={gap} className="dim">
          {gap}
        </p>
      ))}
      <ol className="timeline">
        {wanted.map((entry) => (
          <EntryRow
            key={entry.id}
            entry={entry}
            faded={correlationId !== null && entry.correlationId !== correlationId}
          />
        ))}
      </ol>
      {wanted.length === 0 && (
        <p className="dim">
          {entries.length === 0
            ? 'Nothing happened yet. Opening a window, for one, is told here.'
            : 'Nothing matches the filter.'}
        </p>
      )}
    </section>
  );
}

function withKind(shown: ReadonlySet<Kind>, kind: Kind, on: boolean): ReadonlySet<Kind> {
  const next = new Set(shown);
  if (on) next.add(kind);
  else next.delete(kind);
  return next;
}
