import { useReducer } from 'react';
import { WatchHistoryDocument } from '../generated/graphql.ts';
import { useEvents } from '../server/use-events.ts';
import { timeOfDay } from '../time/time-of-day.ts';
import { addChange, type Change } from './history.ts';
import { serviceTone, serviceWords } from './state/service-words.ts';

/** How far back the outbox is asked, in events of the whole stack. */
const LOOK_BACK = 500;
const none: readonly Change[] = [];

/** The states it went through, oldest first. `seq` is its newest change. */
export function HistoryStrip(props: { readonly name: string; readonly seq: number }) {
  const [changes, add] = useReducer(addChange, none);
  const variables = { name: props.name, afterSeq: Math.max(0, props.seq - LOOK_BACK) };
  useEvents(WatchHistoryDocument, variables, ({ serviceChanged }) => add(serviceChanged));
  if (changes.length === 0) return <p className="dim">No change was told lately.</p>;
  return (
    <ol className="history" tabIndex={0} aria-label={`States of ${props.name}`}>
      {changes.map(({ seq, at, service }) => (
        <li key={seq}>
          <span className={`state ${serviceTone(service)}`}>{serviceWords(service)}</span>
          <time className="dim">{timeOfDay(at)}</time>
        </li>
      ))}
    </ol>
  );
}
