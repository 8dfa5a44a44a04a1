import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../clock.ts';

const SWEEP_MS = 50;

/**
 * Prepares a server to be closed: the function returned refuses new connections, lets requests under way finish, and resolves
 * when the last connection is gone. Call it before the server listens; the limit on its time is the caller's.
 */
export function createDrain(server: Server, clock: Clock): () => Promise<void> {
  /** Connections that never sent a request: Node does not count them as idle, and clients open them ahead. */
  const silent = new Set<Socket>();
  server.on('connection', (socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  for (const event of ['request', 'upgrade'])
    server.prependListener(event, ({ socket }: { readonly socket: Socket }) => silent.delete(socket));

  return () =>
    new Promise((resolve) => {
      let cancel: () => void = () => undefined;
      // A connection that answers its last request turns idle only then.
      const sweep = (): void => {
        for (const socket of silent) socket.destroy();
        server.closeIdleConnections();
        cancel = clock.after(SWEEP_MS, sweep);
      };
      sweep();
      server.close(() => {
        cancel();
        resolve();
      });
    });
}
