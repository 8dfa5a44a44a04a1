import { useSyncExternalStore } from 'react';
import { timeOfDay } from '../src/time/time-of-day.ts';
import type { EventStore, SeenEvent } from './event-store.ts';

/** All events of the subscriptions that were run, newest first, each to be opened. */
export function EventList(props: { readonly events: EventStore }) {
  const { events } = props;
  const seen = useSyncExternalStore(events.watch, events.read);
  if (seen.length === 0) return null;
  return (
    <section className="events" aria-labelledby="events">
      <header>
        <h2 id="events">Events ({seen.at(-1)?.number})</h2>
        <button type="button" onClick={events.clear}>
          Clear
        </button>
      </header>
      <ol>
        {seen.toReversed().map((event) => (
          <li key={event.number}>
            <details>
              <summary>
                <span className="dim">
                  {event.number} · {timeOfDay(event.atMs)} · {event.operation}
                </span>{' '}
                {summary(event)}
              </summary>
              <pre>{JSON.stringify(event.result, null, 2)}</pre>
            </details>
          </li>
        ))}
      </ol>
    </section>
  );
}

const SUMMARY_CHARACTERS = 160;

function summary({ result }: SeenEvent): string {
  const data = typeof result === 'object' && result !== null && 'data' in result ? result.data : result;
  const text = JSON.stringify(data);
  return text.length > SUMMARY_CHARACTERS ? `${text.slice(0, SUMMARY_CHARACTERS)}…` : text;
}
