import { useDeferredValue, useState } from 'react';
import { useQuery } from 'urql';
import { SessionsDocument, WatchSessionsDocument } from '../../generated/graphql.ts';
import { problemWords } from '../../server/problem-words.ts';
import { useEvents } from '../../server/use-events.ts';
import { addressOf, NEW_SESSION } from '../../shell/route.ts';
import { SessionItem } from './session-item.tsx';

/** Newest first. Titles and counts follow what others say in them. */
export function SessionList(props: { readonly current: string | null }) {
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  const [{ data, error, fetching }] = useQuery({
    query: SessionsDocument,
    variables: search === '' ? {} : { search },
    requestPolicy: 'cache-and-network',
  });
  // The cache puts what is told into the list.
  useEvents(WatchSessionsDocument, {}, () => undefined);
  const sessions = (data?.sessions.edges ?? []).map(({ node }) => node);
  return (
    <nav className="sessions" aria-label="Conversations">
      <div className="line spread">
        <input
          type="search"
          aria-label="Search conversations"
          placeholder="Search"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <a className="button" href={addressOf({ page: 'chat', session: NEW_SESSION })}>
          New
        </a>
      </div>
      {error !== undefined && (
        <p className="broken">{problemWords('The conversations could not be read', error)}</p>
      )}
      <ul>
        {sessions.map((session) => (
          <SessionItem key={session.id} session={session} current={session.id === props.current} />
        ))}
      </ul>
      {!fetching && sessions.length === 0 && error === undefined && (
        <p className="dim">
          {search === '' ? 'No conversation yet: ask something.' : `Nothing was said about “${search}”.`}
        </p>
      )}
    </nav>
  );
}
