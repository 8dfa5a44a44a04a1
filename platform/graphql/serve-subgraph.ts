import { createServer } from 'node:http';
import { systemClock, type Clock } from '../clock.ts';
import { createDrain } from '../http/drain.ts';
import { countActivity } from './activity.ts';
import { createExecutor } from './execute.ts';
import { listen } from '../http/listen.ts';
import { followResponses } from '../http/pending-responses.ts';
import type { Logger } from '../log.ts';
import { createSubgraphListener } from './subgraph-http.ts';
import { serveSubgraphWebSocket } from './subgraph-websocket.ts';
import type { Subgraph } from './subgraph.ts';

export interface ServeSubgraphOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Demanded of every request but health. */
  readonly token: string;
  readonly log: Logger;
  readonly clock?: Clock;
  /** How long close() lets requests under way finish. */
  readonly drainLimitMs?: number;
}

export interface ServedSubgraph {
  /** Without a path, as `http://127.0.0.1:8002`. */
  readonly url: string;
  readonly port: number;
  /** Gateways connected now: WebSocket connections that showed the token. */
  readonly clientCount: number;
  /** Takes no new request, ends subscriptions, waits for running requests, then cuts. Leaves the subgraph open. Idempotent. */
  close(): Promise<void>;
}

/** Serves one subgraph alone; with the same executor as an embedded one, so answers are equal. */
export async function serveSubgraph(
  subgraph: Subgraph,
  options: ServeSubgraphOptions,
): Promise<ServedSubgraph> {
  const { host, token, log, clock = systemClock, drainLimitMs = 5_000 } = options;
  const activity = countActivity(createExecutor(subgraph, log), subgraph.backgroundWork);
  const { executor } = activity;
  const server = createServer(createSubgraphListener({ subgraph, activity, token, log }));
  followResponses(server);
  const drain = createDrain(server, clock);
  const port = await listen(server, options.port, host);
  const sockets = serveSubgraphWebSocket({
    server,
    schema: subgraph.schema,
    executor,
    token,
    clock,
    log,
  });
  let closing: Promise<void> | undefined;

  async function close(): Promise<void> {
    const cancel = clock.after(drainLimitMs, () => {
      sockets.cut();
      drain.cut();
    });
    try {
      await Promise.all([drain.end(), sockets.close()]);
    } finally {
      cancel();
    }
  }
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    get clientCount() {
      return sockets.clientCount;
    },
    close: () => (closing ??= close()),
  };
}
