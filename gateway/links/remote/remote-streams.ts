import { validateHeaderName, validateHeaderValue } from 'node:http';
import { createClient, type Client } from 'graphql-ws';
import type { ExecutionResult } from 'graphql';
import { WebSocket } from 'ws';
import { createBoundedQueue, type BoundedQueue } from '../../../platform/bounded-queue.ts';
import type { Clock } from '../../../platform/clock.ts';
import { toHopExtension } from '../../../platform/request-context.ts';
import type { LinkRequest } from '../link.ts';
import { readErrors, readResult } from './remote-result.ts';
import type { LinkTls } from './tls.ts';
import { unreachable } from './unreachable.ts';

/** Every stream from one subgraph, over one WebSocket that is opened by the first and closed some time after the last. */
export interface RemoteStreams {
  /** Rejects where there is no connection. A subgraph's own refusal comes with the first next(): the protocol has no other sign. */
  subscribe(request: LinkRequest): Promise<AsyncIterableIterator<ExecutionResult>>;
  /** No stream is open or about to be. */
  readonly isIdle: boolean;
  close(): Promise<void>;
}

export interface RemoteStreamsOptions {
  readonly service: string;
  readonly url: string;
  readonly subgraphToken: string;
  readonly tls?: LinkTls | undefined;
  readonly clock: Clock;
  /** For a subgraph that is not ours: its whole address, and what it is sent of the client in the place of the token. */
  readonly foreign?: { readonly streamUrl: string; readonly headers: Readonly<Record<string, string>> };
}

/** Events that wait for a slow reader; beyond it the stream breaks, and whoever can resumes. */
const QUEUE_LIMIT = 1_000;
const CONNECT_LIMIT_MS = 5_000;
const IDLE_BEFORE_CLOSE_MS = 5_000;
const PING_EVERY_MS = 10_000;
const PONG_WITHIN_MS = 5_000;

export function createRemoteStreams(options: RemoteStreamsOptions): RemoteStreams {
  const live = new Set<Stream>();
  let connected = false;
  let cancelPong: () => void = () => undefined;

  function breakAll(cause: unknown): void {
    connected = false;
    cancelPong();
    for (const stream of live) stream.fail(unreachable(options, cause));
  }

  const url = options.foreign?.streamUrl ?? `${options.url.replace(/^http/, 'ws')}/graphql`;
  const headers = options.foreign?.headers ?? {};
  const client: Client = createClient({
    url,
    webSocketImpl: impatientWebSocket(headers, options.tls),
    connectionParams: options.foreign?.headers ?? { 'x-vx11-subgraph-token': options.subgraphToken },
    // Its silent retry would begin a broken stream anew, and nobody would know of the events in between.
    retryAttempts: 0,
    lazyCloseTimeout: IDLE_BEFORE_CLOSE_MS,
    connectionAckWaitTimeout: CONNECT_LIMIT_MS,
    keepAlive: PING_EVERY_MS,
    on: {
      connected: () => {
        connected = true;
        for (const stream of live) stream.begin();
      },
      ping: (received) => {
        if (!received) cancelPong = options.clock.after(PONG_WITHIN_MS, () => client.terminate());
      },
      pong: (received) => {
        if (received) cancelPong();
      },
      closed: breakAll,
      error: breakAll,
    },
  });

  return {
    async subscribe(request) {
      request.context.signal.throwIfAborted();
      try {
        demandDialable(url, headers);
      } catch (error) {
        throw unreachable(options, error);
      }
      const stream = openStream(client, request, options);
      live.add(stream);
      stream.whenEnded(() => live.delete(stream));
      if (connected) stream.begin();
      return stream.begun;
    },
    get isIdle() {
      return live.size === 0;
    },
    async close() {
      breakAll(new Error('this gateway is stopping'));
      await client.dispose();
    },
  };
}

interface Stream {
  /** The events, once the connection stands; rejects where it does not come about. */
  readonly begun: Promise<AsyncIterableIterator<ExecutionResult>>;
  begin(): void;
  fail(error: Error): void;
  whenEnded(task: () => void): void;
}

function openStream(client: Client, request: LinkRequest, options: RemoteStreamsOptions): Stream {
  const { signal } = request.context;
  let ended: () => void = () => undefined;
  const events: BoundedQueue<ExecutionResult> = createBoundedQueue({
    limit: QUEUE_LIMIT,
    overflow: {
      policy: 'close',
      error: () => unreachable(options, new Error(`more than ${QUEUE_LIMIT} events waited to be read`)),
    },
    onClose: () => {
      signal.removeEventListener('abort', onAbort);
      unsubscribe();
      ended();
    },
  });
  let begin: () => void = () => undefined;
  let refuse: (error: Error) => void = () => undefined;
  const begun = new Promise<AsyncIterableIterator<ExecutionResult>>((resolve, reject) => {
    begin = () => resolve(events);
    refuse = reject;
  });

  function fail(error: Error): void {
    refuse(error);
    events.end(error);
  }
  function onAbort(): void {
    refuse(signal.reason as Error);
    // Nobody reads on after the abort, and nothing of the queue can fail.
    void events.return();
  }

  const unsubscribe = client.subscribe(payloadOf(request, options.foreign !== undefined), {
    next: (value) => {
      begin();
      const result = readResult(value);
      if (result === undefined)
        fail(unreachable(options, new Error('it sent an event that is not a GraphQL result')));
      else events.push(result);
    },
    error: (cause) => {
      const refusal = readErrors(cause);
      // Its word, not a failure of the way to it: the stream began, and this is its first event.
      if (refusal !== undefined) begin();
      fail(refusal ?? unreachable(options, cause));
    },
    complete: () => {
      begin();
      events.end();
    },
  });
  signal.addEventListener('abort', onAbort, { once: true });

  return { begun, begin, fail, whenEnded: (task) => (ended = task) };
}

/** One connection carries many requests, so who asks travels with each operation; a stranger is not told. */
function payloadOf(request: LinkRequest, isForeign: boolean) {
  return {
    query: request.query,
    variables: { ...request.variables },
    ...(request.operationName === undefined ? {} : { operationName: request.operationName }),
    ...(isForeign ? {} : { extensions: { hop: toHopExtension(request.context) } }),
  };
}

/** The client has no limit of its own on the opening handshake. */
function impatientWebSocket(headers: Readonly<Record<string, string>>, tls: LinkTls = {}) {
  return class ImpatientWebSocket extends WebSocket {
    constructor(url: string, protocols: string | string[]) {
      super(url, protocols, { ...tls, handshakeTimeout: CONNECT_LIMIT_MS, headers });
    }
  };
}

/**
 * Throws what the constructor of a WebSocket would: the client calls that where nobody takes the rejection, which would end the process.
 */
function demandDialable(url: string, headers: Readonly<Record<string, string>>): void {
  // A fragment is never sent, so there must be none.
  if (new URL(url).hash !== '') throw new Error(`${url} has a fragment`);
  for (const [name, value] of Object.entries(headers)) {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  }
}
