import type { ExecutionArgs } from 'graphql';
import { useServer, type Extra } from 'graphql-ws/use/ws';
import type { Context } from 'graphql-ws';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { VerifyToken } from '../../platform/auth.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log.ts';
import { newCorrelationId } from '../../platform/request-context.ts';
import type { Graph } from '../graph.ts';
import { admit, type Connection } from './connection.ts';
import { beginOperation, ConnectionOperation, type OperationLimits } from './operation.ts';
import { createPresenter } from './present.ts';

export interface WebSocketDoorOptions {
  readonly server: Server;
  readonly graph: Graph;
  readonly verify: VerifyToken;
  readonly clock: Clock;
  readonly log: Logger;
  readonly limits: OperationLimits;
}

export interface WebSocketDoor {
  /** Tells every client to come back later (1001); a client that does not take its leave in time is cut off. Idempotent. */
  close(): Promise<void>;
}

const PATH = '/graphql';
const INIT_WITHIN_MS = 10_000;
const LEAVE_WITHIN_MS = 2_000;
const MAX_MESSAGE_BYTES = 512 * 1024;

interface Visitor extends Record<PropertyKey, unknown> {
  connection: Connection;
  /** Of the operations under way, by the id that the client gave them. */
  correlationIds: Map<string, string>;
}
type ConnectionContext = Context<Record<string, unknown> | undefined, Extra & Partial<Visitor>>;

/** GraphQL over WebSocket, graphql-transport-ws only, on the HTTP server's port: all of GraphQL, subscriptions above all. */
export function attachWebSocket(options: WebSocketDoorOptions): WebSocketDoor {
  const { server, graph, verify, clock, limits } = options;
  const presenter = createPresenter(options.log);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });

  const protocol = useServer<Record<string, unknown> | undefined, Visitor>(
    {
      connectionInitWaitTimeout: INIT_WITHIN_MS,
      onConnect: (context) => {
        const admission = admit(verify, context.extra.request, context.connectionParams);
        if (typeof admission !== 'string') {
          context.extra.connection = admission;
          return true;
        }
        // graphql-ws closes with 4403 for false; a close that is under way stays as it is.
        if (admission === 'missing') context.extra.socket.close(4401, 'Unauthenticated');
        return false;
      },
      onSubscribe: (context, id, payload) => {
        const begun = beginOperation({ graph, connection: connectionOf(context), payload, clock, limits });
        correlationIds(context).set(id, begun.correlationId);
        return 'errors' in begun ? begun.errors : begun.args;
      },
      execute: (args) => operationOf(args).execute(),
      subscribe: (args) => operationOf(args).subscribe(),
      onNext: (_context, _id, _payload, args, result) =>
        presenter.result(result, operationOf(args).correlationId),
      onError: (context, id, _payload, errors) => {
        const shown = presenter.errors(errors, correlationIds(context).get(id) ?? newCorrelationId());
        correlationIds(context).delete(id);
        return shown;
      },
      onComplete: (context, id) => void correlationIds(context).delete(id),
      onClose: (context) => context.extra.connection?.end(),
    },
    sockets,
  );

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Without a listener, a client that resets the connection now would end the process.
    socket.on('error', () => socket.destroy());
    if (request.url?.split('?', 1)[0] !== PATH) return refuseUpgrade(socket);
    sockets.handleUpgrade(request, socket, head, (accepted) => sockets.emit('connection', accepted, request));
  }
  server.on('upgrade', onUpgrade);

  async function close(): Promise<void> {
    server.off('upgrade', onUpgrade);
    const cancel = clock.after(LEAVE_WITHIN_MS, () => {
      for (const client of sockets.clients) client.terminate();
    });
    await protocol.dispose();
    cancel();
  }
  let closing: Promise<void> | undefined;
  return { close: () => (closing ??= close()) };
}

function connectionOf(context: ConnectionContext): Connection {
  const { connection } = context.extra;
  if (connection === undefined) throw new Error('an operation came before its connection was accepted');
  return connection;
}

function correlationIds(context: ConnectionContext): Map<string, string> {
  return (context.extra.correlationIds ??= new Map<string, string>());
}

function operationOf(args: ExecutionArgs): ConnectionOperation {
  if (args.contextValue instanceof ConnectionOperation) return args.contextValue;
  throw new Error('an operation came without its context');
}

function refuseUpgrade(socket: Duplex): void {
  socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}
