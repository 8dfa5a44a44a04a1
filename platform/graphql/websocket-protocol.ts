import { CloseCode, handleProtocols, makeServer, type ServerOptions } from 'graphql-ws';
import type { IncomingMessage } from 'node:http';
import type { WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';

/** What graphql-ws' hooks find in `context.extra`. */
export interface SocketExtra {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
}

const PING_EVERY_MS = 12_000;
const PONG_WITHIN_MS = 12_000;

/**
 * Speaks graphql-transport-ws on every socket that is accepted. In the place of graphql-ws' own adapter, which prints what fails;
 * here it is logged. The function returned asks every client to go (1001), and resolves when all are gone.
 */
export function speakGraphql<Params extends Record<string, unknown> | undefined, Extra extends SocketExtra>(
  sockets: WebSocketServer,
  options: ServerOptions<Params, Extra>,
  { clock, log, extraOf, guard }: ProtocolParts<Extra>,
): () => Promise<void> {
  const protocol = makeServer(options);
  sockets.options.handleProtocols = handleProtocols;
  sockets.on('error', (error) => log.error({ err: error }, 'the WebSocket server failed'));
  sockets.on('connection', (socket, request: IncomingMessage) => {
    // What the other side does wrong, as a message too long, which ws answers with 1009.
    socket.on('error', (error) => log.info({ problem: error.message }, 'a WebSocket connection failed'));
    watch(socket, clock);
    const extra = extraOf({ socket, request });
    const closed = protocol.opened(transport(socket, log, guard?.(extra)), extra);
    socket.once('close', (code, reason) => {
      closed(code, String(reason)).catch((error: unknown) => {
        log.error({ err: error }, 'a WebSocket connection did not end in order');
      });
    });
  });

  return () => {
    for (const client of sockets.clients) client.close(CLOSE_GOING_AWAY, 'Going away');
    return new Promise((resolve, reject) => {
      sockets.close((error) => (error === undefined ? resolve() : reject(error)));
    });
  };
}

export interface ProtocolParts<Extra> {
  readonly clock: Clock;
  readonly log: Logger;
  readonly extraOf: (extra: SocketExtra) => Extra;
  /** For a door that strangers knock at. */
  readonly guard?: (extra: Extra) => SocketGuard;
}

export interface SocketGuard {
  /** Whether the message may be handled; where not, the guard has closed the socket. */
  admits(message: Buffer): boolean;
  /** Told after each write, with what the other side has not read yet in `socket.bufferedAmount`. */
  onWrite(): void;
}

const CLOSE_GOING_AWAY = 1001;

function transport(
  socket: WebSocket,
  log: Logger,
  guard: SocketGuard | undefined,
): Parameters<ReturnType<typeof makeServer>['opened']>[0] {
  return {
    protocol: socket.protocol,
    // A socket that breaks while it is written to tells so by its own error and close.
    send: (data) =>
      new Promise((resolve) => {
        if (socket.readyState !== socket.OPEN) return resolve();
        socket.send(data, () => resolve());
        guard?.onWrite();
      }),
    close: (code, reason) => socket.close(code, reason),
    onMessage: (handle) =>
      void socket.on('message', (data: Buffer) => {
        // What still comes in while the socket closes is answered by nobody.
        if (socket.readyState !== socket.OPEN || guard?.admits(data) === false) return;
        handle(String(data)).catch((error: unknown) => {
          log.error({ err: error }, 'a WebSocket message could not be handled');
          socket.close(CloseCode.InternalServerError, 'Internal server error');
        });
      }),
  };
}

/** Cuts a connection whose other side no longer answers pings. */
function watch(socket: WebSocket, clock: Clock): void {
  let cancel = clock.after(PING_EVERY_MS, ping);
  function ping(): void {
    if (socket.readyState !== socket.OPEN) return;
    socket.ping();
    cancel = clock.after(PONG_WITHIN_MS, () => socket.terminate());
  }
  socket.on('pong', () => {
    cancel();
    cancel = clock.after(PING_EVERY_MS, ping);
  });
  socket.once('close', () => cancel());
}
