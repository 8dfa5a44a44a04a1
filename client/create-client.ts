import { systemClock } from '../platform/clock.ts';
import { readAnswer, type Answer } from './answer.ts';
import type { ClientOptions, OperationOptions, RequestOptions } from './client-options.ts';
import { sendRequest, type Operation } from './connection/request.ts';
import { createSocket, type Socket } from './connection/socket.ts';
import { platformWebSocket } from './connection/web-socket.ts';
import { operationNameOf, textOf, treeOf, type TypedDocument } from './document.ts';
import { resumableFields } from './generated/resumable.ts';
import { EventStream } from './stream/event-stream.ts';
import { planStream } from './stream/resumption.ts';
import { createVerbs, type Verbs } from './verbs/verbs.ts';
import { Vx11Error } from './vx11-error.ts';

/** A connection to one gateway. Nothing is sent before it is used. */
export interface Client extends Verbs {
  /** Rejects with Vx11Error where nothing was answered; a part that failed or slept is null, and in `errors`. Never sent twice. */
  query<Data, Variables>(
    document: TypedDocument<Data, Variables>,
    variables: Variables,
    options?: RequestOptions,
  ): Promise<Answer<Data>>;
  /** The same. What the power side refuses is data: look at `ok` and `code`. */
  mutate<Data, Variables>(
    document: TypedDocument<Data, Variables>,
    variables: Variables,
    options?: RequestOptions,
  ): Promise<Answer<Data>>;
  /** Begins at once, and outlives its connections. Leave it with `break`, return() or the signal. */
  subscribe<Data, Variables>(
    document: TypedDocument<Data, Variables>,
    variables: Variables,
    options?: OperationOptions,
  ): EventStream<Data>;
  /** Ends every stream and request, and the connection. Idempotent. */
  close(): void;
}

const QUERY_LIMIT_MS = 35_000;
const MUTATION_LIMIT_MS = 135_000;
const BUFFERED_EVENTS = 1_000;

/** In Node 20, which has no WebSocket, pass the one of the package ws, or import this from the package's entry for Node. */
export function createClient(options: ClientOptions): Client {
  const { clock = systemClock, bufferSize = BUFFERED_EVENTS, resumable = resumableFields } = options;
  const url = options.url.replace(/\/+$/, '');
  const closing = new AbortController();
  const http = { url, token: options.token, clock, fetch: options.fetch ?? globalThis.fetch };
  let opened: Socket | undefined;
  const socket = (): Socket =>
    (opened ??= createSocket({
      ...http,
      webSocket: options.webSocket ?? platformWebSocket(),
    }));

  async function send<Data, Variables>(
    document: TypedDocument<Data, Variables>,
    variables: Variables,
    limitMs: number,
    { signal, timeoutMs, correlationId, wake }: RequestOptions,
  ): Promise<Answer<Data>> {
    const limit = timeoutMs ?? limitMs + (wake?.waitMs ?? 0);
    const signals = [closing.signal, signal];
    const operation = operationOf(document, variables, { wake });
    const answer = readAnswer<Data>(
      await sendRequest(http, operation, { limitMs: limit, signals, correlationId }),
    );
    for (const asleep of answer.asleep) options.onAsleep?.(asleep);
    return answer;
  }

  const client: Omit<Client, keyof Verbs> = {
    query: (document, variables, how = {}) => send(document, variables, QUERY_LIMIT_MS, how),
    mutate: (document, variables, how = {}) => send(document, variables, MUTATION_LIMIT_MS, how),
    subscribe: (document, variables, how = {}) =>
      new EventStream({
        ...options,
        plan: planStream(treeOf(document), resumable),
        operation: operationOf(document, variables, how),
        socket: socket(),
        token: options.token,
        clock,
        random: Math.random,
        bufferSize,
        signal: how.signal,
        closing: closing.signal,
      }),
    close() {
      closing.abort(new Vx11Error('CLIENT_CLOSED', 'the client was closed'));
      opened?.close();
    },
  };
  return { ...client, ...createVerbs(client) };
}

function operationOf<Data, Variables>(
  document: TypedDocument<Data, Variables>,
  variables: Variables,
  { wake }: Pick<OperationOptions, 'wake'>,
): Operation {
  return {
    query: textOf(document),
    operationName: operationNameOf(document),
    variables: asVariables(variables),
    ...(wake === undefined ? {} : { extensions: { wake } }),
  };
}

function asVariables(variables: unknown): Readonly<Record<string, unknown>> {
  return typeof variables === 'object' && variables !== null ? { ...variables } : {};
}
