import { ApolloClient, gql, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { Client, subscriptionExchange } from '@urql/core';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient, type Client as WsClient } from 'graphql-ws';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { startDoorsServer, type DoorsServer } from '../support/doors-server.ts';

let server: DoorsServer;
beforeEach(async () => {
  server = await startDoorsServer();
});
afterEach(() => server.close());

const EVENTS = 'subscription { doorChanged(afterSeq: 0) { seq __typename } }';
/** Starts a subscription of one client, which hands over the seq of each event; returns how it leaves. */
type Start = (onSeq: (seq: unknown) => void, onError: (error: unknown) => void) => () => void;

function wsClient(): WsClient {
  const client = createWsClient({
    url: server.webSocketUrl,
    webSocketImpl: WebSocket,
    connectionParams: { 'x-vx11-token': 'right' },
    retryAttempts: 3,
    retryWait: () => Promise.resolve(),
  });
  onTestFinished(async () => client.dispose());
  return client;
}
const seqOf = (data: unknown): unknown => (data as { doorChanged?: { seq: number } }).doorChanged?.seq;

const clients: Readonly<Record<string, Start>> = {
  'graphql-ws': (onSeq, onError) =>
    wsClient().subscribe(
      { query: EVENTS },
      { next: ({ data }) => onSeq(seqOf(data)), error: onError, complete: () => undefined },
    ),
  'Apollo Client with GraphQLWsLink': (onSeq, onError) => {
    const client = new ApolloClient({ link: new GraphQLWsLink(wsClient()), cache: new InMemoryCache() });
    const subscription = client.subscribe({ query: gql(EVENTS) }).subscribe({
      next: ({ data, error }) => (error === undefined ? onSeq(seqOf(data)) : onError(error)),
      error: onError,
    });
    return () => {
      subscription.unsubscribe();
      client.stop();
    };
  },
  'urql with subscriptionExchange': (onSeq, onError) => {
    const socket = wsClient();
    const client = new Client({
      url: server.url,
      preferGetMethod: false,
      exchanges: [
        subscriptionExchange({
          forwardSubscription: ({ query, variables }) => ({
            subscribe: (sink) => ({
              unsubscribe: socket.subscribe(
                { query: query ?? '', variables: { ...variables } },
                { ...sink, next: ({ data }) => sink.next({ data: data ?? null }) },
              ),
            }),
          }),
        }),
      ],
    });
    const subscription = client
      .subscription(EVENTS, {})
      .subscribe(({ data, error }) => (error === undefined ? onSeq(seqOf(data)) : onError(error)));
    return () => subscription.unsubscribe();
  },
  'graphql-sse': (onSeq, onError) => {
    const client = createSseClient({
      url: server.url,
      headers: { 'x-vx11-token': 'right' },
      retryAttempts: 3,
    });
    onTestFinished(() => client.dispose());
    return client.subscribe(
      { query: EVENTS },
      { next: ({ data }) => onSeq(seqOf(data)), error: onError, complete: () => undefined },
    );
  },
};

test.each(Object.entries(clients))('%s receives events, and leaves', async (_name, start) => {
  const seqs: unknown[] = [];
  const errors: unknown[] = [];
  const leave = start(
    (seq) => seqs.push(seq),
    (error) => errors.push(error),
  );
  await expect.poll(() => server.doors.streams.open).toBe(1);
  server.doors.publish('a');
  server.doors.publish('b');
  await expect.poll(() => seqs).toEqual([1, 2]);
  leave();
  await expect.poll(() => server.doors.streams).toEqual({ open: 0, ended: 1 });
  expect(errors).toEqual([]);
});

test('all of them at once share one stream', async () => {
  const seqs = new Map<string, unknown[]>();
  const leaving = Object.entries(clients).map(([name, start]) => {
    seqs.set(name, []);
    return start(
      (seq) => seqs.get(name)?.push(seq),
      (error) => seqs.get(name)?.push(error),
    );
  });
  await expect.poll(() => server.doors.hub.counts).toEqual({ topics: 1, subscribers: leaving.length });
  server.doors.publish('a');
  await expect.poll(() => [...seqs.values()]).toEqual(leaving.map(() => [1]));
  expect(server.doors.streams.open).toBe(1);
  for (const leave of leaving) leave();
  await expect.poll(() => server.doors.streams.open).toBe(0);
});

test('a client whose connection breaks comes back by itself', async () => {
  const seqs: unknown[] = [];
  const client = wsClient();
  const leave = client.subscribe(
    { query: EVENTS },
    {
      next: ({ data }) => seqs.push(seqOf(data)),
      error: (error) => seqs.push(error),
      complete: () => undefined,
    },
  );
  await expect.poll(() => server.doors.streams.open).toBe(1);
  client.terminate();
  await expect.poll(() => server.doors.streams).toEqual({ open: 1, ended: 1 });
  server.doors.publish('a');
  await expect.poll(() => seqs).toEqual([1]);
  leave();
  await expect.poll(() => server.doors.streams.open).toBe(0);
});
