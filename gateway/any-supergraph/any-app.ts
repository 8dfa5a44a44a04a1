import { systemClock, type Clock } from '../../platform/clock.ts';
import { createLifecycle, type Lifecycle } from '../../platform/lifecycle.ts';
import { createLogger, type Logger } from '../../platform/log.ts';
import { listen } from '../door/listener.ts';
import { openDoor } from '../door/open-door.ts';
import { servePlayground } from '../door/static-pages.ts';
import type { Link } from '../links/link.ts';
import { createMetrics } from '../observability/metrics.ts';
import { followFile } from '../reload/follow-file.ts';
import { makeReloadable } from '../reload/reloadable-graph.ts';
import { askReadiness } from '../stack/health-reader.ts';
import { createHub } from '../subscriptions/hub/hub.ts';
import type { AnyConfig } from './any-config.ts';
import { forwardedNames } from './header-rules.ts';
import { keepLinks } from './kept-links.ts';
import { createLoader } from './load-graph.ts';
import { refuseStray } from './open-links.ts';

export interface AnyApp {
  readonly url: string;
  /** By name, as the supergraph has them. */
  readonly subgraphs: readonly string[];
  /** As that of the whole product: drains, never rejects, idempotent. */
  close(): Promise<readonly string[]>;
}

const DRAIN_MS = 8_000;
const CLOSE_LIMIT_MS = 10_000;
const LIMITS = { bodyBytes: 512 * 1024, queryDeadlineMs: 30_000, mutationDeadlineMs: 60_000 };

/** The gateway without the stack: one supergraph, its subgraphs at the addresses that it names. Starts with any of them down. */
export async function createAnyApp(
  config: AnyConfig,
  parts: { readonly clock?: Clock; readonly log?: Logger } = {},
): Promise<AnyApp> {
  const clock = parts.clock ?? systemClock;
  const log = parts.log ?? createLogger(config.logLevel, 'gateway', 'stderr');
  const lifecycle = createLifecycle({ clock, log, limitMs: CLOSE_LIMIT_MS });
  try {
    return await start(config, { clock, log }, lifecycle);
  } catch (error) {
    await lifecycle.close();
    throw error;
  }
}

async function start(
  config: AnyConfig,
  { clock, log }: { readonly clock: Clock; readonly log: Logger },
  lifecycle: Lifecycle,
): Promise<AnyApp> {
  const { host, port, headerRules } = config;
  const listener = await listen({ host, port, clock, drainMs: DRAIN_MS });
  lifecycle.add('port', () => listener.close());
  const kept = keepLinks(clock, LIMITS.mutationDeadlineMs);
  lifecycle.add('links', () => kept.close());
  const metrics = createMetrics();
  const load = createLoader({
    config,
    kept,
    metrics,
    clock,
    log,
    limitMs: LIMITS.mutationDeadlineMs,
  });
  const first = await load(config.supergraphSdl);
  let { links } = first;
  refuseStray(config, Object.keys(links));
  const graph = makeReloadable(first.graph, clock);
  lifecycle.add('graph', () => graph.close());
  const hub = createHub({ graph, clock, log, metrics, eventLimitMs: LIMITS.queryDeadlineMs });
  metrics.followStreams(() => hub.counts);
  lifecycle.add('subscriptions', () => hub.close());
  const followed = followFile({
    file: config.supergraphFile,
    text: config.supergraphSdl,
    clock,
    log,
    take: async (sdl) => {
      try {
        const next = await load(sdl);
        await graph.become(next.graph);
        links = next.links;
        hub.replan();
      } finally {
        kept.keepOnly(links);
      }
    },
  });
  lifecycle.add('supergraph file', () => followed.close());
  await openDoor({
    settings: config,
    listener,
    graph,
    hub,
    limits: LIMITS,
    readHealth: () => readHealth(links, clock),
    pages: servePlayground(),
    metrics,
    clock,
    log,
    lifecycle,
    forwardedHeaders: forwardedNames(headerRules),
  });
  return { url: listener.url, subgraphs: Object.keys(links), close: () => lifecycle.close() };
}

async function readHealth(links: Readonly<Record<string, Link>>, clock: Clock) {
  const entries = Object.entries(links).map(
    async ([name, link]) => [name, await askReadiness(name, link, clock)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}
