import { setMaxListeners } from 'node:events';
import type { Server } from 'node:http';
import {
  GraphQLError,
  parse,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Clock } from '../clock.ts';
import { isSubscription } from './documents/document-cache.ts';
import type { ExecutionRequest, Executor } from './execute.ts';
import type { Logger } from '../log.ts';
import { fromHopExtension } from '../request-context.ts';
import { isSameSecret } from '../http/same-secret.ts';
import { SUBGRAPH_TOKEN_HEADER } from './subgraph-http.ts';
import { speakGraphql, type SocketExtra } from './websocket-protocol.ts';

export interface SubgraphWebSocketOptions {
  readonly server: Server;
  readonly schema: GraphQLSchema;
  readonly executor: Executor;
  readonly token: string;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface ServedWebSocket {
  /** Connections that showed the token and are open now. */
  readonly clientCount: number;
  /** Asks every client to go and resolves when all are gone. */
  close(): Promise<void>;
  /** Cuts the clients that are still there. */
  cut(): void;
}

const MESSAGE_LIMIT_BYTES = 2 * 1024 * 1024;
const INIT_LIMIT_MS = 10_000;

/** `gone` aborts with the connection. */
interface Caller extends SocketExtra {
  readonly gone: AbortSignal;
}

type Outcome = ExecutionResult | AsyncIterableIterator<ExecutionResult>;

/**
 * graphql-transport-ws on /graphql. connectionParams must carry the subgraph token, else 4403. One connection serves the
 * requests of many, so correlation id and actor come with each operation, in `extensions.hop`.
 */
export function serveSubgraphWebSocket(options: SubgraphWebSocketOptions): ServedWebSocket {
  const { server, schema, executor, token, clock, log } = options;
  const sockets = new WebSocketServer({ server, path: '/graphql', maxPayload: MESSAGE_LIMIT_BYTES });
  /** graphql-ws hands the arguments that onSubscribe returned to execute and subscribe; what they gave is known by then. */
  const outcomes = new WeakMap<ExecutionArgs, Outcome>();
  const outcomeOf = (args: ExecutionArgs): Outcome =>
    outcomes.get(args) ?? { errors: [new GraphQLError('the operation was not started')] };

  const clients = new Set<WebSocket>();

  const close = speakGraphql<Record<string, unknown> | undefined, Caller>(
    sockets,
    {
      connectionInitWaitTimeout: INIT_LIMIT_MS,
      onConnect: ({ connectionParams, extra }) => {
        const accepted = isSameSecret(connectionParams?.[SUBGRAPH_TOKEN_HEADER], token);
        if (accepted) clients.add(extra.socket);
        return accepted;
      },
      onClose: ({ extra }) => {
        clients.delete(extra.socket);
      },
      onSubscribe: async ({ extra }, _id, payload) => {
        const started = await start(executor, payload, extra.gone);
        if (!('outcome' in started)) return started;
        const args: ExecutionArgs = {
          schema,
          document: started.document,
          operationName: payload.operationName ?? null,
        };
        outcomes.set(args, started.outcome);
        return args;
      },
      execute: outcomeOf,
      subscribe: outcomeOf,
    },
    { clock, log, extraOf: (extra) => ({ ...extra, gone: goneSignal(extra.socket) }) },
  );
  return {
    get clientCount() {
      return clients.size;
    },
    close,
    cut: () => {
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}

/** The operation's result or stream, or the errors for which there is neither. */
async function start(
  executor: Executor,
  payload: SubscribePayload,
  signal: AbortSignal,
): Promise<{ readonly document: DocumentNode; readonly outcome: Outcome } | GraphQLError[]> {
  const document = parsed(payload.query);
  const request: ExecutionRequest = {
    query: payload.query,
    variables: payload.variables ?? {},
    ...(typeof payload.operationName === 'string' ? { operationName: payload.operationName } : {}),
    ...(document === undefined ? {} : { document }),
    context: fromHopExtension(payload.extensions?.['hop'], signal),
  };
  try {
    if (document !== undefined && isSubscription(document, request.operationName) === true) {
      return { document, outcome: await executor.subscribe(request) };
    }
    const result = await executor.execute(request);
    if (document === undefined || result.data === undefined) return [...(result.errors ?? [])];
    return { document, outcome: result };
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    // Only the abort of a connection that is gone: nobody reads this answer.
    return [new GraphQLError('the connection is gone')];
  }
}

/** The executor reports what is wrong with a query that does not parse. */
function parsed(query: string): DocumentNode | undefined {
  try {
    return parse(query);
  } catch {
    return undefined;
  }
}

function goneSignal(socket: WebSocket): AbortSignal {
  const gone = new AbortController();
  // One listener for each operation that runs.
  setMaxListeners(0, gone.signal);
  socket.once('close', () => gone.abort(new Error('the connection is gone')));
  return gone.signal;
}
