import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { createClient as createSocket } from 'graphql-ws';

export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'refused';

export interface Connection {
  readonly client: Client;
  close(): void;
}

/** Queries and mutations over HTTP, subscriptions over one WebSocket that comes back for ever, both with the token. */
export function connect(token: string, onState: (state: ConnectionState) => void): Connection {
  const endpoint = new URL('graphql', location.href);
  const socket = createSocket({
    url: endpoint.href.replace(/^http/, 'ws'),
    connectionParams: { 'x-vx11-token': token },
    retryAttempts: Infinity,
    shouldRetry: () => true,
    on: {
      connected: () => onState('live'),
      closed: (event) => onState(isRefusal(event) ? 'refused' : 'reconnecting'),
    },
  });
  const client = new Client({
    url: endpoint.href,
    // GET is refused without a preflight header: the gateway's protection against cross-site requests.
    preferGetMethod: false,
    fetchOptions: { headers: { 'x-vx11-token': token } },
    exchanges: [
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: (request) => ({
          subscribe: (sink) => ({
            unsubscribe: socket.subscribe(
              { ...request, query: request.query ?? '' },
              {
                next: ({ data, errors }) => sink.next({ data: data ?? null, ...(errors && { errors }) }),
                error: (error) => sink.error(error),
                complete: () => sink.complete(),
              },
            ),
          }),
        }),
      }),
    ],
  });
  return { client, close: () => void socket.dispose() };
}

function isRefusal(event: unknown): boolean {
  return event instanceof CloseEvent && (event.code === 4401 || event.code === 4403);
}
