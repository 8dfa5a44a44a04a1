import { createServer, type RequestListener, type Server } from 'node:http';
import { isIPv6 } from 'node:net';
import type { Clock } from '../../platform/clock.ts';
import { refuseUnreadable } from './unreadable-request.ts';
import { createDrain } from '../../platform/http/drain.ts';
import { listen as listenOn } from '../../platform/http/listen.ts';
import { followResponses } from '../../platform/http/pending-responses.ts';

export interface Listener {
  readonly server: Server;
  readonly url: string;
  /** Answers from here on, also what came before and waited. */
  serve(door: RequestListener): void;
  /** Accepts nothing more, lets what is under way finish within the limit, then cuts it. Idempotent. */
  close(): Promise<void>;
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
    // How often the other limits are looked at.
    {
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 5_000,
      connectionsCheckingInterval: 2_000,
    },
    (request, response) => {
      void opened.then((door) => door(request, response));
    },
  );
  server.on('clientError', refuseUnreadable);
  followResponses(server);
  const drain = createDrain(server, clock);
  const taken = await listenOn(server, port, host);
  let closed: Promise<void> | undefined;

  async function drainWithin(limitMs: number): Promise<void> {
    const cancel = clock.after(limitMs, () => drain.cut());
    try {
      await drain.end();
    } finally {
      cancel();
    }
  }
  return {
    server,
    url: urlOf(host, taken),
    serve: open,
    close: () => (closed ??= drainWithin(drainMs)),
  };
}

function urlOf(host: string, port: number): string {
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${isIPv6(shown) ? `[${shown}]` : shown}:${port}`;
}
