import { handleProtocols } from 'graphql-ws';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { CodedError } from '../../platform/errors.ts';
import { hasPendingResponse } from '../../platform/http/pending-responses.ts';
import { newCorrelationId } from '../../platform/request-context.ts';
import { asksForWebSocket, ignoreUpgrade } from '../door/ignored-upgrade.ts';
import type { OriginPolicy } from '../door/origins/origin.ts';
import { socketLimits } from '../limits/socket/socket-limits.ts';
import { createStrangers } from '../limits/socket/strangers.ts';
import { createTokenCounts, type TokenCounts } from '../limits/token-counts.ts';
import { createPresenter } from './present.ts';
import { SocketSession, type SessionParts } from './socket/session.ts';

export interface WebSocketDoorOptions extends Omit<
  SessionParts,
  'presenter' | 'onAccepted' | 'tokenSockets'
> {
  readonly server: Server;
  readonly origins: OriginPolicy;
  /** By default as many connections as socket-limits.ts says. */
  readonly tokenSockets?: TokenCounts;
}

export interface WebSocketDoor {
  /** The tokens have changed: connections whose token opens nothing any more are closed (4403), others are judged anew. */
  revalidate(): void;
  /** Tells every client to come back later (1001); a client that does not take its leave in time is cut off. Idempotent. */
  close(): Promise<void>;
}

const PATH = '/graphql';
const PROTOCOL = 'graphql-transport-ws';
const LEAVE_WITHIN_MS = 2_000;
const BEAT_EVERY_MS = 12_000;
const CLOSE_NO_PROTOCOL = 4406;
const CLOSE_GOING_AWAY = 1001;

/** GraphQL over WebSocket, graphql-transport-ws only, on the HTTP server's port: all of GraphQL, subscriptions above all. */
export function attachWebSocket(options: WebSocketDoorOptions): WebSocketDoor {
  const { server, clock, log, origins } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: socketLimits.messageBytes,
    maxFragments: socketLimits.messageFragments,
    handleProtocols,
  });
  const sessions = new Set<SocketSession>();
  const strangers = createStrangers();
  const parts: SessionParts = {
    ...options,
    presenter: createPresenter(log),
    tokenSockets: options.tokenSockets ?? createTokenCounts('connections', socketLimits.tokenSockets),
    onAccepted: (session) => strangers.delete(session),
  };

  function welcome(socket: WebSocket, request: IncomingMessage): void {
    if (socket.protocol !== PROTOCOL) {
      socket.on('error', () => undefined);
      return socket.close(CLOSE_NO_PROTOCOL, 'Subprotocol not acceptable');
    }
    const session = new SocketSession(socket, request, parts);
    sessions.add(session);
    strangers.add(session, request.socket);
    socket.once('close', () => {
      sessions.delete(session);
      strangers.delete(session);
      session.end();
    });
  }

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Node has let go of the earlier request's queue: what came after it would never be answered, or be answered among frames.
    if (hasPendingResponse(socket)) return void socket.destroy();
    if (!asksForWebSocket(request)) return ignoreUpgrade(server, request, socket, head);
    surviveErrors(socket);
    // Clients that were told to come back do so at once; nobody else would answer or end them.
    if (closing !== undefined) return refuseUpgrade(socket, '503 Service Unavailable', '');
    if (request.url?.split('?', 1)[0] !== PATH) return refuseUpgrade(socket, '404 Not Found', '');
    const foreign = origins.refusalOf(request.headers);
    if (foreign !== undefined) return refuseUpgrade(socket, '403 Forbidden', bodyOf(foreign));
    sockets.handleUpgrade(request, socket, head, (accepted) => welcome(accepted, request));
  }
  let closing: Promise<void> | undefined;
  server.on('upgrade', onUpgrade);

  let cancelBeat = clock.after(BEAT_EVERY_MS, beat);
  /** One timer for all: thousands of connections come and go without one of their own. */
  function beat(): void {
    cancelBeat = clock.after(BEAT_EVERY_MS, beat);
    for (const session of sessions) session.beat();
  }

  async function close(): Promise<void> {
    cancelBeat();
    const cancel = clock.after(LEAVE_WITHIN_MS, () => {
      for (const client of sockets.clients) client.terminate();
    });
    for (const client of sockets.clients) client.close(CLOSE_GOING_AWAY, 'Going away');
    await new Promise<void>((resolve) => sockets.close(() => resolve()));
    cancel();
  }
  return {
    revalidate() {
      for (const session of [...sessions]) session.revalidate();
    },
    close: () => (closing ??= close()),
  };
}

/**
 * Without a listener, a client that resets the connection now would end the process. A function of its own, so that the listener,
 * which lives as long as the connection, holds nothing else.
 */
function surviveErrors(socket: Duplex): void {
  socket.on('error', () => socket.destroy());
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
  const text = `HTTP/1.1 ${status}\r\nConnection: close\r\n${type}Content-Length: ${length}\r\n\r\n${body}`;
  // The server counts it no more; a client that leaves its half open would keep it for ever.
  socket.end(text, () => socket.destroy());
}
