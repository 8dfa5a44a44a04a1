import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/** What waits in the socket until events wait outside it, where they can be dropped. */
const EVENTS_WAIT_ABOVE_BYTES = 256 * 1024;

/** Everything that is written to one WebSocket, in order. */
export interface SocketWriter {
  send(message: object): void;
  /** Whether the client reads what it is sent. */
  isWritable(): boolean;
  /** A whole frame, ready made. ws writes its own frames in one go too, so none falls into another. */
  writeFrame(parts: readonly Buffer[]): void;
}

/** `onWritten` looks at how much waits after each write; `onReady` is told when a client that had stopped reading has read all. */
export function createSocketWriter(
  socket: WebSocket,
  stream: Duplex,
  onWritten: () => void,
  onReady: () => void,
): SocketWriter {
  let waitsForReader = false;

  function ready(): void {
    waitsForReader = false;
    onReady();
  }
  const isWritable = (): boolean => {
    if (waitsForReader) return false;
    if (stream.writableLength < EVENTS_WAIT_ABOVE_BYTES) return true;
    waitsForReader = true;
    stream.once('drain', ready);
    return false;
  };

  return {
    isWritable,
    send(message) {
      if (socket.readyState !== socket.OPEN) return;
      // A socket that breaks while it is written to tells so by its own error and close.
      socket.send(JSON.stringify(message), () => undefined);
      onWritten();
    },
    writeFrame(parts) {
      if (socket.readyState !== socket.OPEN) return;
      if (parts.length > 1) stream.cork();
      for (const part of parts) stream.write(part);
      if (parts.length > 1) stream.uncork();
      if (stream.writableLength >= EVENTS_WAIT_ABOVE_BYTES) onWritten();
    },
  };
}
