import { readFile } from 'node:fs/promises';
import { createInProcessBus } from '../platform/bus/bus-in-process.ts';
import type { Bus } from '../platform/bus/bus.ts';
import { systemClock, type Clock } from '../platform/clock.ts';
import { openDataFolder } from '../platform/configuration/data-folder.ts';
import { SUBGRAPH_CLOSE_LIMIT_MS } from '../platform/graphql/subgraph.ts';
import { createLifecycle, type Lifecycle } from '../platform/lifecycle.ts';
import { createLogger, type Logger } from '../platform/log.ts';
import { supergraphFile as builtSupergraphFile } from '../schema/sdl.ts';
import { observeCore } from '../subgraphs/index.ts';
import type { Config } from './config.ts';
import { keepSubgraphToken } from './config/subgraph-token.ts';
import { listen } from './door/listener.ts';
import { openDoor } from './door/open-door.ts';
import { servePages } from './door/static-pages.ts';
import { createGraph, type Graph } from './graph.ts';
import { createMetrics } from './observability/metrics.ts';
import { observeExecution } from './observability/observe-execution.ts';
import { observeLinks } from './observability/observe-link.ts';
import { createTraffic } from './observability/traffic.ts';
import { followFile } from './reload/follow-file.ts';
import { makeReloadable } from './reload/reloadable-graph.ts';
import { demandLinks } from './stack/demand-links.ts';
import { createHealthReader } from './stack/health-reader.ts';
import { readPower, type PowerReport } from './stack/power-report.ts';
import { openSubgraphLinks } from './stack/subgraph-links.ts';
import { createHub } from './subscriptions/hub/hub.ts';
import { admitAwake } from './wake/admit-awake.ts';
import { createWaker } from './wake/waker.ts';

/** What the world is made of; tests bring their own. */
export interface AppParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly bus: Bus;
  /** The composed schema; where the file changes, it is served as soon as it fits. */
  readonly supergraphFile: string;
}

export interface App {
  readonly url: string;
  readonly config: Config;
  /** Null where madre does not answer. */
  readPower(): Promise<PowerReport | null>;
  /** Stops accepting, finishes what is under way, then ends everything in reverse order. Never rejects: tells what did not close. Idempotent. */
  close(): Promise<readonly string[]>;
}

const DRAIN_MS = 8_000;
/** Of each part; above what a subgraph takes to end its children. */
const CLOSE_LIMIT_MS = SUBGRAPH_CLOSE_LIMIT_MS + 1_000;

/** The whole product. Read it from top to bottom: what starts, in which order. */
export async function createApp(config: Config, parts: Partial<AppParts> = {}): Promise<App> {
  const clock = parts.clock ?? systemClock;
  const log = parts.log ?? createLogger(config.logLevel, 'tentaculo_link', 'stderr');
  const lifecycle = createLifecycle({ clock, log, limitMs: CLOSE_LIMIT_MS });
  const bus = parts.bus ?? (await openBus(config, clock, log));
  const { supergraphFile = builtSupergraphFile } = parts;
  lifecycle.add('bus', () => bus.close());
  try {
    return await start(config, { clock, log, bus, supergraphFile }, lifecycle);
  } catch (error) {
    await lifecycle.close();
    throw error;
  }
}

async function start(config: Config, parts: AppParts, lifecycle: Lifecycle): Promise<App> {
  const { clock, log, bus, supergraphFile } = parts;
  const listener = await listen({ host: config.host, port: config.port, clock, drainMs: DRAIN_MS });
  lifecycle.add('port', () => listener.close());

  const core = observeCore({
    bus,
    usesRedis: config.redisUrl !== undefined,
    clock,
    observeGateway: () => ({ state: 'READY' }),
  });
  lifecycle.add('core observer', () => core.close());

  if (keepsData(config)) openDataFolder(config.dataDir);
  const subgraphToken = config.subgraphToken ?? keepSubgraphToken(config.dataDir);
  const traffic = createTraffic(clock);
  const subgraphs = await openSubgraphLinks({
    config,
    subgraphToken,
    clock,
    log,
    bus,
    observeCore: core.observe,
    lifecycle,
    readTraffic: (period) => traffic.read(period),
  });

  const metrics = createMetrics();
  const waker = createWaker({ madre: subgraphs.links.madre, clock });
  lifecycle.add('waker', () => waker.close());
  const links = observeLinks(subgraphs.links, metrics, clock);
  const observer = observeExecution(metrics, clock, traffic);
  const admitPlan = admitAwake({ ...subgraphs, waker });
  const load = (sdl: string): Promise<Graph> =>
    createGraph({ supergraphSdl: demandLinks(sdl, links), links, log, observer, admitPlan });
  const supergraphSdl = await readFile(supergraphFile, 'utf8');
  const graph = makeReloadable(await load(supergraphSdl), clock);
  lifecycle.add('graph', () => graph.close());
  const hub = createHub({ graph, clock, log, metrics, eventLimitMs: config.limits.queryDeadlineMs });
  metrics.followStreams(() => hub.counts);
  metrics.followRefusedFiles(subgraphs.readRefusedFiles);
  lifecycle.add('subscriptions', () => hub.close());
  const followed = followFile({
    file: supergraphFile,
    text: supergraphSdl,
    clock,
    log,
    take: async (sdl) => {
      await graph.become(await load(sdl));
      hub.replan();
    },
  });
  lifecycle.add('supergraph file', () => followed.close());
  await openDoor({
    settings: config,
    listener,
    graph,
    hub,
    limits: config.limits,
    readHealth: createHealthReader(subgraphs, clock),
    pages: servePages(),
    metrics,
    clock,
    log,
    lifecycle,
  });
  return {
    url: listener.url,
    config,
    readPower: () => readPower(subgraphs.links.madre),
    close: () => lifecycle.close(),
  };
}

/** With everything elsewhere and a token given, nothing is written here. */
function keepsData({ subgraphToken, remoteUrls }: Config): boolean {
  return subgraphToken === undefined || remoteUrls.madre === undefined || remoteUrls.operator === undefined;
}

/** Between processes events travel through Redis; one process needs none, and does without Redis' client. */
async function openBus({ redisUrl }: Config, clock: Clock, log: Logger): Promise<Bus> {
  if (redisUrl === undefined) return createInProcessBus();
  const { createRedisBus } = await import('../platform/bus/bus-redis.ts');
  return createRedisBus({ url: redisUrl, clock, log });
}
