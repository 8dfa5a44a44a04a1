import type { Router } from 'express';
import type { Clock } from '../../platform/clock.ts';
import type { Lifecycle } from '../../platform/lifecycle.ts';
import type { Logger } from '../../platform/log.ts';
import { startApollo } from '../apollo.ts';
import type { OperationBounds } from '../config.ts';
import type { DoorSettings } from '../config/door-settings.ts';
import { isLoopback, readTokensFile } from '../config/tokens.ts';
import type { Graph } from '../graph.ts';
import { createHttpDoor } from '../http.ts';
import { createRateLimits, type RateLimits } from '../limits/rate-limits.ts';
import type { Metrics } from '../observability/metrics.ts';
import { createEventStreams } from '../subscriptions/event-streams.ts';
import type { Hub } from '../subscriptions/hub/hub.ts';
import { attachWebSocket } from '../subscriptions/websocket.ts';
import { acceptTokens, admitEverybody } from './tokens/accepted-tokens.ts';
import type { ReadHealth } from './health.ts';
import type { Listener } from './listener.ts';
import { createOriginPolicy } from './origins/origin.ts';

export interface DoorParts {
  readonly settings: DoorSettings & { readonly host: string };
  readonly listener: Listener;
  readonly graph: Graph;
  readonly hub: Hub;
  readonly limits: OperationBounds;
  readonly readHealth: ReadHealth;
  readonly pages: Router;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Logger;
  readonly lifecycle: Lifecycle;
  /** Names of the client's headers that subgraphs are to see. */
  readonly forwardedHeaders?: readonly string[];
}

/** A count that takes longer is done in memory: it must not hold up the operation. */
const COUNT_LIMIT_MS = 250;

/** Lets clients in, over HTTP and WebSocket, once everything behind the door is up. What it opens, the lifecycle closes. */
export async function openDoor(parts: DoorParts): Promise<void> {
  const { settings, listener, graph, clock, log, limits, lifecycle } = parts;
  const rateLimits = await openRateLimits(settings, log, lifecycle);
  const { mutationDeadlineMs } = limits;
  const apollo = await startApollo({ gateway: graph.gateway, log, mutationDeadlineMs, rateLimits });
  lifecycle.add('apollo', () => apollo.stop());

  const tokens = openTokens(settings, clock, log);
  lifecycle.add('tokens', () => tokens.close());
  const { verify } = tokens;
  const { trusted } = settings;
  const origins = createOriginPolicy(settings.host, settings.allowedOrigins);
  const shared = { ...parts, verify, rateLimits, trusted, origins };
  const eventStreams = createEventStreams(shared);
  listener.serve(
    createHttpDoor({
      ...shared,
      apollo,
      apiSdl: () => graph.apiSdl(),
      apiSchema: () => graph.apiSchema(),
      rootFields: () => graph.rootFields(),
      eventStreams,
      onLoopback: isLoopback(settings.host),
    }),
  );
  // Before the sockets end, so that requests under way finish.
  lifecycle.add('http door', () => listener.close());
  // Before the door, which waits for requests under way.
  lifecycle.add('event streams', () => eventStreams.close());
  const sockets = attachWebSocket({ ...shared, server: listener.server });
  lifecycle.add('websocket door', () => sockets.close());
  tokens.onChange(() => {
    sockets.revalidate();
    eventStreams.revalidate();
  });
  log.info({ url: listener.url }, 'up');
}

function openTokens(
  { host, scopes, tokens, fixedTokens, tokensFile }: DoorParts['settings'],
  clock: Clock,
  log: Logger,
) {
  if (tokens.length === 0) return admitEverybody;
  const read = (file: string) => readTokensFile(file, { host, scopes });
  return acceptTokens({ records: tokens, fixed: fixedTokens, file: tokensFile, read, clock, log });
}

/** Several gateways count together where they share a Redis. */
async function openRateLimits(
  { rateRules, redisUrl }: DoorSettings,
  log: Logger,
  lifecycle: Lifecycle,
): Promise<RateLimits> {
  if (redisUrl === undefined || Object.keys(rateRules).length === 0) return createRateLimits(rateRules);
  const { openRedis } = await import('../../platform/bus/redis.ts');
  const redis = openRedis({ url: redisUrl, log, callLimitMs: COUNT_LIMIT_MS });
  lifecycle.add('rate limits', () => redis.disconnect());
  return createRateLimits(rateRules, redis);
}
