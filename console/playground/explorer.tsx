import { GraphiQL } from 'graphiql';
import { useEffect, useMemo } from 'react';
import { exampleTabs } from './examples.ts';
import { createFetcher } from './fetcher.ts';

/** GraphiQL with the examples as tabs. Made anew for another token, which asks for the schema again. */
export function Explorer(props: { readonly token: string }) {
  const connection = useMemo(() => createFetcher(props.token), [props.token]);
  useEffect(() => () => connection.close(), [connection]);
  return <GraphiQL fetcher={connection.fetcher} defaultTabs={exampleTabs} isHeadersEditorEnabled={false} />;
}
