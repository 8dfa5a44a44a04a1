import { Router } from 'express';
import { startApollo } from '../../gateway/apollo.ts';
import { listen } from '../../gateway/door/listener.ts';
import { createOriginPolicy } from '../../gateway/door/origins/origin.ts';
import type { RateLimits } from '../../gateway/limits/rate-limits.ts';
import type { TokenCounts } from '../../gateway/limits/token-counts.ts';
import { createHttpDoor } from '../../gateway/http.ts';
import { createMetrics } from '../../gateway/observability/metrics.ts';
import { createEventStreams, type EventStreams } from '../../gateway/subscriptions/event-streams.ts';
import { attachWebSocket, type WebSocketDoor } from '../../gateway/subscriptions/websocket.ts';
import type { VerifyToken } from '../../platform/auth.ts';
import { systemClock, type Clock } from '../../platform/clock.ts';
import { freePort } from './free-port.ts';
import { recordingLog } from './recording-log.ts';
import { startDoors, type Doors } from './two-subgraphs.ts';

/** The gateway's own door, HTTP and WebSocket on one port, before the graph of two small subgraphs. */
export interface DoorsServer {
  readonly url: string;
  readonly webSocketUrl: string;
  readonly doors: Doors;
  readonly sockets: WebSocketDoor;
  readonly eventStreams: EventStreams;
  /** What was logged. */
  readonly lines: Record<string, unknown>[];
  /** What each token may do; one that is not here opens nothing. Changes count once a door looks again. */
  readonly tokens: Map<string, readonly string[]>;
  close(): Promise<void>;
}

const LIMITS = { bodyBytes: 64 * 1024, queryDeadlineMs: 5_000, mutationDeadlineMs: 5_000 };

/** What is counted per token; nothing where it is absent. */
export interface Counting {
  readonly rateLimits?: RateLimits;
  readonly tokenSockets?: TokenCounts;
}

/** `clock` is that of the door; the graph keeps the system's. */
export async function startDoorsServer(
  clock: Clock = systemClock,
  linkTo?: Parameters<typeof startDoors>[1],
  counting: Counting = {},
): Promise<DoorsServer> {
  const doors = await startDoors(systemClock, linkTo);
  const { graph, hub } = doors;
  const { log, lines } = recordingLog();
  const tokens = new Map<string, readonly string[]>([['right', ['door:look']]]);
  const verify: VerifyToken = (token) => {
    const scopes = token === undefined ? undefined : tokens.get(token);
    if (token === undefined) return { verdict: 'missing' };
    if (scopes === undefined) return { verdict: 'wrong', isExpired: false };
    return { verdict: 'ok', actor: { name: token, scopes } };
  };
  const listener = await listen({
    host: '127.0.0.1',
    port: await freePort(),
    clock: systemClock,
    drainMs: 1_000,
  });
  const apollo = await startApollo({ gateway: graph.gateway, log, mutationDeadlineMs: 5_000, ...counting });
  const origins = createOriginPolicy('127.0.0.1');
  const shared = { graph, hub, verify, clock, log, limits: LIMITS, origins, ...counting };
  const eventStreams = createEventStreams(shared);
  listener.serve(
    createHttpDoor({
      ...shared,
      apollo,
      eventStreams,
      apiSdl: () => graph.apiSdl(),
      apiSchema: () => graph.apiSchema(),
      rootFields: () => graph.rootFields(),
      readHealth: () => Promise.resolve({}),
      pages: Router(),
      metrics: createMetrics(),
      onLoopback: true,
    }),
  );
  const sockets = attachWebSocket({ ...shared, server: listener.server });
  return {
    url: `${listener.url}/graphql`,
    webSocketUrl: `${listener.url.replace('http', 'ws')}/graphql`,
    doors,
    sockets,
    eventStreams,
    lines,
    tokens,
    async close() {
      await sockets.close();
      eventStreams.close();
      await listener.close();
      await apollo.stop();
      await doors.close();
    },
  };
}
