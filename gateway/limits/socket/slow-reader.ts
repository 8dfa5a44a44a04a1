import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { socketLimits } from './socket-limits.ts';

const CLOSE_TOO_SLOW = 4429;

/**
 * Keeps answers that are not read from filling the memory: first nothing more is read from the client, then it is disconnected.
 * To be called after each write.
 */
export function checkSlowReader(
  socket: WebSocket,
  stream: Duplex,
  owner: { disconnect(code: number, reason: string): void },
): void {
  if (socket.readyState !== socket.OPEN || socket.bufferedAmount < socketLimits.pauseAtBytes) return;
  if (socket.bufferedAmount >= socketLimits.closeAtBytes)
    return owner.disconnect(CLOSE_TOO_SLOW, 'Answers are not read');
  if (socket.isPaused) return;
  socket.pause();
  // Comes when everything that waited is written.
  stream.once('drain', () => socket.resume());
}
