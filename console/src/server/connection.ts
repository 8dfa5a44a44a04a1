import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { createCache } from './cache.ts';
import { resumable } from './resumable.ts';
import { isRefusal, openSocket } from './socket.ts';

export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'refused';

export interface Connection {
  readonly client: Client;
  readonly close: () => void;
}

/** Queries and mutations over HTTP, subscriptions over one WebSocket, both with the token. */
export function connect(token: string, onState: (state: ConnectionState) => void): Connection {
  const endpoint = new URL('graphql', location.href);
  const socket = openSocket(endpoint, token, {
    connected: () => onState('live'),
    closed: (event) => onState(isRefusal(event) ? 'refused' : 'reconnecting'),
  });
  const client = new Client({
    url: endpoint.href,
    // GET is refused without a preflight header: the gateway's protection against cross-site requests.
    preferGetMethod: false,
    fetchOptions: { headers: { 'x-vx11-token': token } },
    exchanges: [
      createCache(),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: (request) => ({
          subscribe: (sink) => {
            const { payload, seen } = resumable(request.query ?? '', request.variables);
            return {
              unsubscribe: socket.client.subscribe(payload, {
                next: ({ data, errors, extensions }) => {
                  seen(data);
                  sink.next({
                    data: data ?? null,
                    ...(errors && { errors }),
                    ...(extensions ? { extensions } : {}),
                  });
                },
                error: (error) => sink.error(error),
                complete: () => sink.complete(),
              }),
            };
          },
        }),
      }),
    ],
  });
  return { client, close: socket.close };
}
