import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { createClient } from 'graphql-ws';

/** The token goes as header over HTTP and in connection_init over WebSocket, where browsers can set no header. */
export function createFetcher(token: string): { readonly fetcher: Fetcher; close(): void } {
  const endpoint = new URL('../graphql', location.href);
  const credentials: Record<string, string> = token === '' ? {} : { 'x-vx11-token': token };
  const socket = createClient({ url: endpoint.href.replace(/^http/, 'ws'), connectionParams: credentials });
  return {
    fetcher: createGraphiQLFetcher({ url: endpoint.href, headers: credentials, wsClient: socket }),
    close: () => void socket.dispose(),
  };
}
