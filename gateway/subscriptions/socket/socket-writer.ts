import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { checkSlowReader } from '../../limits/socket/slow-reader.ts';

/** What waits in the socket until events wait outside it, where they can be dropped. */
const EVENTS_WAIT_ABOVE_BYTES = 256 * 1024;

export interface WriterOwner {
  /** A client that had stopped reading has read all. */
  flush(): void;
  /** Too much is written and not read. */
  disconnect(code: number, reason: string): void;
}

/** Everything that is written to one WebSocket, in order. A class: there are thousands, and closures would take twice the memory. */
export class SocketWriter {
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  readonly #owner: WriterOwner;
  #waitsForReader = false;

  constructor(socket: WebSocket, stream: Duplex, owner: WriterOwner) {
    this.#socket = socket;
    this.#stream = stream;
    this.#owner = owner;
    // ws answers these by itself.
    socket.on('ping', () => checkSlowReader(socket, stream, owner));
  }

  send(message: object): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    // A socket that breaks while it is written to tells so by its own error and close.
    this.#socket.send(JSON.stringify(message), () => undefined);
    checkSlowReader(this.#socket, this.#stream, this.#owner);
  }

  /** Whether the client reads what it is sent. */
  isWritable(): boolean {
    if (this.#waitsForReader) return false;
    if (this.#stream.writableLength < EVENTS_WAIT_ABOVE_BYTES) return true;
    this.#waitsForReader = true;
    this.#stream.once('drain', () => {
      this.#waitsForReader = false;
      this.#owner.flush();
    });
    return false;
  }

  /** A whole frame, ready made. ws writes its own frames in one go too, so none falls into another. */
  writeFrame(parts: readonly Buffer[]): void {
    const stream = this.#stream;
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (parts.length > 1) stream.cork();
    for (const part of parts) stream.write(part);
    if (parts.length > 1) stream.uncork();
    if (stream.writableLength >= EVENTS_WAIT_ABOVE_BYTES) checkSlowReader(this.#socket, stream, this.#owner);
  }
}
