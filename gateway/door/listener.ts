import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { isIPv6, type AddressInfo } from 'node:net';
import type { Clock } from '../../platform/clock.ts';

export interface Listener {
  readonly server: Server;
  readonly url: string;
  /** Answers from here on, also what came before and waited. */
  serve(door: RequestListener): void;
  /** Accepts nothing more, lets what is under way finish within the limit, then cuts it. Idempotent. */
  close(): Promise<void>;
}

export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
}

/**
 * Takes the port before anything else is touched: a second start on the same machine fails here, with the first one's data and
 * components untouched. Requests wait until there is a door.
 */
export async function listen(options: {
  readonly host: string;
  readonly port: number;
  readonly clock: Clock;
  readonly drainMs: number;
}): Promise<Listener> {
  const { host, port, clock, drainMs } = options;
  let open: (door: RequestListener) => void = () => undefined;
  const opened = new Promise<RequestListener>((resolve) => (open = resolve));
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5_000 },
    (request, response) => {
      void opened.then((door) => door(request, response));
    },
  );
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw isTaken(error)
      ? new PortTakenError(`port ${port} on ${host} is already in use: stop what uses it, or set PORT`)
      : error;
  }
  let closed: Promise<void> | undefined;
  return {
    server,
    url: urlOf(server, host),
    serve: open,
    close: () => (closed ??= drain(server, clock, drainMs)),
  };
}

function drain(server: Server, clock: Clock, drainMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(drainMs, () => server.closeAllConnections());
    server.close(() => {
      cancel();
      resolve();
    });
    server.closeIdleConnections();
  });
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${isIPv6(shown) ? `[${shown}]` : shown}:${port}`;
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
