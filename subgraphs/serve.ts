import '../platform/production.ts';
import { createInProcessBus } from '../platform/bus/bus-in-process.ts';
import type { Bus } from '../platform/bus/bus.ts';
import { systemClock } from '../platform/clock.ts';
import { ConfigurationError } from '../platform/configuration/configuration-error.ts';
import { openDataFolder } from '../platform/configuration/data-folder.ts';
import { readSecret } from '../platform/configuration/secret.ts';
import { exitOnBug } from '../platform/exit-on-bug.ts';
import { createLifecycle, type Lifecycle } from '../platform/lifecycle.ts';
import { StartError } from '../platform/start-error.ts';
import { createLogger, type Logger } from '../platform/log.ts';
import { serveSubgraph, type ServedSubgraph } from '../platform/graphql/serve-subgraph.ts';
import { SUBGRAPH_CLOSE_LIMIT_MS, type Subgraph } from '../platform/graphql/subgraph.ts';
import { childEnvironment } from './child-environment.ts';
import { observeCore } from './core-observer.ts';
import { drainLimitMsOf } from './drain-limit.ts';
import { createSubgraph, refusedFilesOverHttp } from './index.ts';
import { askOverHttp } from './operator/ask-over-http.ts';
import type { MadreOptions, SubgraphParts, SwitchOptions } from './options.ts';
import { readServeConfig, type ServeConfig } from './serve-config.ts';

/** One subgraph alone, as a process: `node dist/subgraphs/serve.js NAME [--port N]`. Exits 78 on a bad configuration, 1 where it could not end all it began. */
async function main(): Promise<void> {
  const config = readServeConfig(process.argv.slice(2), process.env);
  const log = createLogger(config.logLevel, config.name, 'stderr');
  exitOnBug(log);
  const lifecycle = createLifecycle({
    clock: systemClock,
    log,
    limitMs: SUBGRAPH_CLOSE_LIMIT_MS + MARGIN_MS,
  });
  const started = start(config, log, lifecycle);
  const stop = (): void => {
    process.once('SIGTERM', () => process.exit(1)).once('SIGINT', () => process.exit(1));
    // A start under way first ends: madre may be starting services that only she can stop. What fails is told below; close() never rejects.
    void started
      .catch(() => undefined)
      .then(() => lifecycle.close())
      .then((left) => process.exit(left.length === 0 ? 0 : 1));
  };
  process.once('SIGTERM', stop).once('SIGINT', stop).once('SIGHUP', stop);
  try {
    await started;
  } catch (error) {
    await lifecycle.close();
    throw error;
  }
}

const MARGIN_MS = 1_000;

async function start(config: ServeConfig, log: Logger, lifecycle: Lifecycle): Promise<void> {
  openDataFolder(config.dataDir);
  const bus = await openBus(config, log);
  lifecycle.add('bus', () => bus.close());
  let server: ServedSubgraph | undefined = undefined;
  const core = observeCore({
    bus,
    usesRedis: config.redisUrl !== undefined,
    clock: systemClock,
    // A gateway follows madre over a WebSocket from its start to its end.
    observeGateway: () => ({ state: (server?.clientCount ?? 0) > 0 ? 'READY' : 'UNKNOWN' }),
  });
  lifecycle.add('core observer', () => core.close());
  const subgraph = await create(
    config,
    { clock: systemClock, log, bus, dataDir: config.dataDir },
    core.observe,
    await openProbes(config, log, lifecycle),
  );
  lifecycle.add('subgraph', () => subgraph.close());
  const drainLimitMs = drainLimitMsOf(config.stopGraceSec);
  server = await serveSubgraph(subgraph, {
    host: config.host,
    port: config.port,
    token: config.subgraphToken,
    log,
    drainLimitMs,
  });
  lifecycle.add('server', () => server?.close(), drainLimitMs + MARGIN_MS);
  log.info({ url: server.url }, 'subgraph is up');
}

/** Redis' client is loaded only where it is used: switch is up sooner and smaller without it. */
async function openBus(config: ServeConfig, log: Logger): Promise<Bus> {
  if (config.redisUrl === undefined) return createInProcessBus();
  const { createRedisBus } = await import('../platform/bus/bus-redis.ts');
  return createRedisBus({ url: config.redisUrl, clock: systemClock, log });
}

/** Several switches on one Redis agree on which of them probes an engine. */
async function openProbes(
  { name, redisUrl }: ServeConfig,
  log: Logger,
  lifecycle: Lifecycle,
): Promise<SwitchOptions['probes']> {
  if (name !== 'switch' || redisUrl === undefined) return undefined;
  const { createRedisLeases } = await import('../platform/bus/redis-leases.ts');
  const leases = createRedisLeases({ url: redisUrl, log, prefix: 'vx11:probe:' });
  lifecycle.add('probes', () => leases.close());
  return leases;
}

function create(
  config: ServeConfig,
  parts: SubgraphParts,
  observe: MadreOptions['observeCore'],
  probes: SwitchOptions['probes'],
): Promise<Subgraph> {
  const { subgraphToken } = config;
  switch (config.name) {
    case 'madre':
      return createSubgraph('madre', {
        ...config,
        ...parts,
        childEnv: childEnvironment(config),
        hostEnv: process.env,
        observeCore: observe,
      });
    case 'switch':
      return createSubgraph('switch', {
        ...config,
        ...parts,
        // As they are now: the engines file may name others later.
        secrets: (variable) => readSecret(process.env, variable),
        secretFile: (variable) => process.env[`${variable}_FILE`] || undefined,
        hermesUrl: config.hermes.url,
        ...(probes === undefined ? {} : { probes }),
      });
    case 'operator':
      return createSubgraph('operator', {
        ...parts,
        askMadre: askOverHttp({ service: 'madre', url: config.madreUrl, subgraphToken }),
        askSwitch: askOverHttp({ service: 'switch', url: config.switchUrl, subgraphToken }),
        readRefusedFiles: refusedFilesOverHttp({ switchUrl: config.switchUrl, subgraphToken }),
        switchUrl: config.switchUrl,
        subgraphToken,
      });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigurationError || error instanceof StartError ? error.message : error);
  process.exit(error instanceof ConfigurationError ? 78 : 1);
});
