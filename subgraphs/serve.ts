import { createInProcessBus } from '../platform/bus-in-process.ts';
import { createRedisBus } from '../platform/bus-redis.ts';
import type { Bus } from '../platform/bus.ts';
import { systemClock } from '../platform/clock.ts';
import { ConfigurationError } from '../platform/configuration-error.ts';
import { createLifecycle } from '../platform/lifecycle.ts';
import { createLogger, type Logger } from '../platform/log.ts';
import { serveSubgraph } from '../platform/serve-subgraph.ts';
import type { Subgraph } from '../platform/subgraph.ts';
import { childEnvironment } from './child-environment.ts';
import { createSubgraph } from './index.ts';
import { askMadreOverHttp } from './operator/ask-madre-over-http.ts';
import type { CoreObservation, CoreService } from './options.ts';
import { readServeConfig, type ServeConfig } from './serve-config.ts';

/** One subgraph alone, as a process: `node dist/subgraphs/serve.js NAME [--port N]`. Exits 78 on a bad configuration. */
async function main(): Promise<void> {
  const config = readServeConfig(process.argv.slice(2), process.env);
  const log = createLogger(config.logLevel, config.name, 'stderr');
  const lifecycle = createLifecycle({ clock: systemClock, log, limitMs: 15_000 });
  const bus: Bus =
    config.redisUrl === undefined
      ? createInProcessBus()
      : createRedisBus({ url: config.redisUrl, clock: systemClock, log });
  lifecycle.add('bus', () => bus.close());
  const subgraph = await create(config, log, bus);
  lifecycle.add('subgraph', () => subgraph.close());
  const server = await serveSubgraph(subgraph, { host: config.host, port: config.port, token: config.subgraphToken, log });
  lifecycle.add('server', () => server.close());
  log.info({ url: server.url }, 'subgraph is up');

  const stop = (): void => {
    process.once('SIGTERM', () => process.exit(1)).once('SIGINT', () => process.exit(1));
    void lifecycle.close().then(() => process.exit(0)); // close() never rejects
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
}

function create(config: ServeConfig, log: Logger, bus: Bus): Promise<Subgraph> {
  const parts = { clock: systemClock, log, bus, dataDir: config.dataDir };
  switch (config.name) {
    case 'madre':
      return createSubgraph('madre', { ...config, ...parts, childEnv: childEnvironment(config), hostEnv: process.env, observeCore: () => observeCore(config) });
    case 'switch':
      return createSubgraph('switch', { ...config, ...parts, secrets: (variable) => config.engineSecrets[variable] });
    case 'operator':
      return createSubgraph('operator', {
        ...parts,
        askMadre: askMadreOverHttp({ url: config.madreUrl, subgraphToken: config.subgraphToken }),
        switchUrl: config.switchUrl,
        subgraphToken: config.subgraphToken,
      });
  }
}

/** From here only madre itself is seen; what a separate gateway or Redis does is not ours to guess. */
function observeCore(config: ServeConfig): Readonly<Record<CoreService, CoreObservation>> {
  return {
    madre: { state: 'READY' },
    tentaculo_link: { state: 'UNKNOWN' },
    redis: config.redisUrl === undefined ? { state: 'MISSING', reason: 'NOT_INSTALLED' } : { state: 'UNKNOWN' },
  };
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigurationError ? error.message : error);
  process.exit(error instanceof ConfigurationError ? 78 : 1);
});
