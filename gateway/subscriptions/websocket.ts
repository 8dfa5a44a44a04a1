import type { ExecutionArgs } from 'graphql';
import { CloseCode, type Context } from 'graphql-ws';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { VerifyToken } from '../../platform/auth.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log.ts';
import { speakGraphql, type SocketExtra } from '../../platform/graphql/websocket-protocol.ts';
import { CodedError } from '../../platform/errors.ts';
import { newCorrelationId } from '../../platform/request-context.ts';
import type { OriginPolicy } from '../door/origin.ts';
import type { Graph } from '../graph.ts';
import { excessOfMessage } from '../limits/message-limit.ts';
import { createSlowReaderGuard } from '../limits/slow-reader.ts';
import { socketLimits } from '../limits/socket-limits.ts';
import { createStrangers } from '../limits/strangers.ts';
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
  readonly origins: OriginPolicy;
}

export interface WebSocketDoor {
  /** Tells every client to come back later (1001); a client that does not take its leave in time is cut off. Idempotent. */
  close(): Promise<void>;
}

const PATH = '/graphql';
const INIT_WITHIN_MS = 10_000;
const LEAVE_WITHIN_MS = 2_000;

interface Visitor extends SocketExtra {
  /** Undefined until its token was accepted. */
  connection: Connection | undefined;
  /** Of the operations under way, by the id that the client gave them. */
  readonly correlationIds: Map<string, string>;
  /** How many of them are under way; one that the client completed may still run. */
  live: number;
  /** Closes, and cuts the client off where it does not take its leave in time. */
  readonly disconnect: (code: number, reason: string) => void;
}
type Params = Record<string, unknown> | undefined;

/** GraphQL over WebSocket, graphql-transport-ws only, on the HTTP server's port: all of GraphQL, subscriptions above all. */
export function attachWebSocket(options: WebSocketDoorOptions): WebSocketDoor {
  const { server, graph, verify, clock, log, limits, origins } = options;
  const presenter = createPresenter(log);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: socketLimits.messageBytes });

  const strangers = createStrangers();

  const sayGoodbye = speakGraphql<Params, Visitor>(
    sockets,
    {
      connectionInitWaitTimeout: INIT_WITHIN_MS,
      onConnect: (context) => {
        const admission = admit(verify, context.extra.request, context.connectionParams);
        if (typeof admission !== 'string') {
          context.extra.connection = admission;
          strangers.delete(context.extra);
          return true;
        }
        // At once: graphql-ws waits a moment with its own close, and an operation that is in by then would close with 4401.
        if (admission === 'missing') context.extra.socket.close(4401, 'Unauthenticated');
        else context.extra.socket.close(CloseCode.Forbidden, 'Forbidden');
        return false;
      },
      onSubscribe: (context, id, payload) => {
        if (context.extra.live >= socketLimits.liveOperations) return [tooManyOperations()];
        const begun = beginOperation({ graph, connection: connectionOf(context), payload, clock, limits });
        context.extra.correlationIds.set(id, begun.correlationId);
        if ('errors' in begun) return begun.errors;
        context.extra.live += 1;
        return begun.args;
      },
      execute: (args) => operationOf(args).execute(),
      subscribe: (args) => operationOf(args).subscribe(),
      onNext: (_context, _id, _payload, args, result) =>
        presenter.result(result, operationOf(args).correlationId),
      onError: (context, id, _payload, errors) => {
        const shown = presenter.errors(errors, context.extra.correlationIds.get(id) ?? newCorrelationId());
        context.extra.correlationIds.delete(id);
        return shown;
      },
      onComplete: ({ extra }, id) => {
        extra.correlationIds.delete(id);
        extra.live -= 1;
      },
      onClose: ({ extra }) => {
        strangers.delete(extra);
        extra.connection?.end();
      },
    },
    {
      clock,
      log,
      extraOf: (extra) => {
        const disconnect = createDisconnect(extra.socket, clock);
        const visitor = { ...extra, disconnect, connection: undefined, correlationIds: new Map(), live: 0 };
        strangers.add(visitor);
        return visitor;
      },
      guard: (visitor) => ({
        onWrite: createSlowReaderGuard(visitor.socket, visitor.request.socket, visitor.disconnect),
        admits(message) {
          const excess = excessOfMessage(message, visitor.connection === undefined);
          if (excess !== undefined) visitor.disconnect(CloseCode.BadRequest, excess);
          return excess === undefined;
        },
      }),
    },
  );

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Without a listener, a client that resets the connection now would end the process.
    socket.on('error', () => socket.destroy());
    if (request.url?.split('?', 1)[0] !== PATH) return refuseUpgrade(socket, '404 Not Found', '');
    const foreign = origins.refusalOf(request.headers);
    if (foreign !== undefined) return refuseUpgrade(socket, '403 Forbidden', bodyOf(foreign));
    sockets.handleUpgrade(request, socket, head, (accepted) => sockets.emit('connection', accepted, request));
  }
  server.on('upgrade', onUpgrade);

  async function close(): Promise<void> {
    server.off('upgrade', onUpgrade);
    const cancel = clock.after(LEAVE_WITHIN_MS, () => {
      for (const client of sockets.clients) client.terminate();
    });
    await sayGoodbye();
    cancel();
  }
  let closing: Promise<void> | undefined;
  return { close: () => (closing ??= close()) };
}

function connectionOf({ extra: { connection } }: Context<Params, Visitor>): Connection {
  if (connection === undefined) throw new Error('an operation came before its connection was accepted');
  return connection;
}

/** A client that reads nothing does not see the close either. */
function createDisconnect(socket: WebSocket, clock: Clock): Visitor['disconnect'] {
  return (code, reason) => {
    socket.close(code, reason);
    socket.once(
      'close',
      clock.after(LEAVE_WITHIN_MS, () => socket.terminate()),
    );
  };
}

function tooManyOperations(): CodedError {
  const problem = `one connection may have ${socketLimits.liveOperations} operations under way, and has them`;
  return new CodedError('RATE_LIMITED', { problem });
}

function operationOf(args: ExecutionArgs): ConnectionOperation {
  if (args.contextValue instanceof ConnectionOperation) return args.contextValue;
  throw new Error('an operation came without its context');
}

function bodyOf(error: CodedError): string {
  const { http: _http, ...extensions } = error.extensions;
  return JSON.stringify({
    errors: [{ message: error.message, extensions: { ...extensions, correlationId: newCorrelationId() } }],
  });
}

function refuseUpgrade(socket: Duplex, status: string, body: string): void {
  const type = body === '' ? '' : 'Content-Type: application/json\r\n';
  const length = Buffer.byteLength(body);
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n${type}Content-Length: ${length}\r\n\r\n${body}`);
}
