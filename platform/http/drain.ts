import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../clock.ts';

const SWEEP_MS = 50;

/** Ends what a server has under way. */
export interface Drain {
  /** Refuses new connections and lets requests under way finish; resolves when the last connection is gone. The limit is the caller's. */
  end(): Promise<void>;
  /** Ends every connection at once, also those that became a WebSocket, which Node's server forgets. */
  cut(): void;
}

/** Prepares a server to be closed. Call it before the server listens. */
export function createDrain(server: Server, clock: Clock): Drain {
  const open = new Set<Socket>();
  /** Connections that never sent a request: Node does not count them as idle, and clients open them ahead. */
  const silent = new Set<Socket>();
  server.on('connection', (socket) => {
    // One whose upgrade was ignored comes again.
    if (open.has(socket)) return;
    open.add(socket);
    silent.add(socket);
    socket.once('close', () => {
      open.delete(socket);
      silent.delete(socket);
    });
  });
  for (const event of ['request', 'upgrade'])
    server.prependListener(event, ({ socket }: { readonly socket: Socket }) => silent.delete(socket));

  return {
    end: () =>
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
      }),
    cut() {
      for (const socket of open) socket.destroy();
    },
  };
}
