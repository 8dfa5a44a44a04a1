import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

const pending = new WeakMap<Duplex, Set<ServerResponse>>();

/**
 * From now on every response of the server emits `close` when its connection closes. Node does so only for the one whose turn it is:
 * those that were pipelined behind it would outlive their client for ever. Call it before the server listens.
 */
export function followResponses(server: Server): void {
  server.prependListener('request', ({ socket }, response) => follow(socket, response));
  // Node answers these itself, and tells nobody, unless somebody listens: then it is theirs.
  server.on('checkExpectation', ({ socket }, response) => {
    follow(socket, response);
    response.writeHead(417).end();
  });
}

/** Whether an earlier request of this connection is still being answered. */
export function hasPendingResponse(socket: Duplex): boolean {
  return [...(pending.get(socket) ?? [])].some((response) => !isOnItsWay(response));
}

function follow(socket: Socket, response: ServerResponse): void {
  const responses = pending.get(socket) ?? followConnection(socket);
  responses.add(response);
  response.once('close', () => responses.delete(response));
}

/** Handed over to the system whole, in this very turn of the event loop: Node says so in the next one. */
function isOnItsWay({ socket, writableEnded }: ServerResponse): boolean {
  return writableEnded && socket?.writableLength === 0;
}

/** One listener for each connection, however many requests it carries. */
function followConnection(socket: Socket): Set<ServerResponse> {
  const responses = new Set<ServerResponse>();
  pending.set(socket, responses);
  socket.once('close', () => {
    for (const response of [...responses]) if (waitsForItsTurn(response)) close(response);
  });
  return responses;
}

/** Node has not given it the connection yet. One that was sent has it no more, and closes by itself. */
function waitsForItsTurn(response: ServerResponse): boolean {
  return response.socket === null && !response.writableFinished;
}

function close(response: ServerResponse): void {
  response.destroy();
  response.emit('close');
}
