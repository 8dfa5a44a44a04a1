import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { openSocket } from '../src/server/socket.ts';
import { endpoint } from './endpoint.ts';

/** The token goes as header over HTTP and in connection_init over WebSocket, where browsers can set no header. */
export function createFetcher(token: string): { readonly fetcher: Fetcher; readonly close: () => void } {
  const socket = openSocket(endpoint, token);
  return {
    fetcher: createGraphiQLFetcher({
      url: endpoint.href,
      headers: { 'x-vx11-token': token },
      wsClient: socket.client,
    }),
    close: socket.close,
  };
}
