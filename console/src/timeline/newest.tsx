import { useLive } from '../live/live.tsx';
import { addressOf } from '../shell/route.ts';
import { EntryRow } from './entry-row.tsx';
import { heardEntry } from './timeline-state.ts';

const SHOWN = 8;

/** What just happened; the whole of it has a page of its own. */
export function Newest() {
  const { heard } = useLive();
  return (
    <section aria-labelledby="newest">
      <div className="line spread">
        <h2 id="newest">Timeline</h2>
        <a href={addressOf({ page: 'timeline', correlationId: null })}>All of it</a>
      </div>
      <ol className="timeline">
        {heard.slice(0, SHOWN).map((event) => {
          const entry = heardEntry(event);
          return <EntryRow key={entry.id} entry={entry} faded={false} />;
        })}
      </ol>
      {heard.length === 0 && <p className="dim">Nothing changed since you came.</p>}
    </section>
  );
}
