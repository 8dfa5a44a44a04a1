import { GraphiQL } from 'graphiql';
import { useEffect, useMemo } from 'react';
import { EventList } from './event-list.tsx';
import { createEventStore } from './event-store.ts';
import { exampleTabs } from './examples.ts';
import { createFetcher } from './fetcher.ts';
import { recorded } from './recorded.ts';

/** GraphiQL with the examples as tabs, and every event of its subscriptions. Made anew for another token, which asks for the schema again. */
export function Explorer(props: { readonly token: string }) {
  const connection = useMemo(() => createFetcher(props.token), [props.token]);
  const events = useMemo(createEventStore, [props.token]);
  const fetcher = useMemo(() => recorded(connection.fetcher, events), [connection, events]);
  useEffect(() => () => connection.close(), [connection]);
  return (
    <>
      <GraphiQL fetcher={fetcher} defaultTabs={exampleTabs} isHeadersEditorEnabled={false} />
      <EventList events={events} />
    </>
  );
}
