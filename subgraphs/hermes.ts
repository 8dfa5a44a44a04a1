import { systemClock } from '../platform/clock.ts';
import { ConfigurationError } from '../platform/configuration/configuration-error.ts';
import { exitOnBug } from '../platform/exit-on-bug.ts';
import { createLogger } from '../platform/log.ts';
import { StartError } from '../platform/start-error.ts';
import { drainLimitMsOf } from './drain-limit.ts';
import { readHermesConfig } from './hermes/hermes-config.ts';
import { createResources } from './hermes/resources.ts';
import { serveHermes } from './hermes/serve-hermes.ts';

/** Tells switch what this machine has: `node dist/subgraphs/hermes.js [--port N]`. Exits 78 on a bad configuration. */
async function main(): Promise<void> {
  const config = readHermesConfig(process.argv.slice(2), process.env);
  const log = createLogger(config.logLevel, 'hermes', 'stderr');
  exitOnBug(log);
  const resources = createResources({ ...config, path: process.env['PATH'] ?? '', clock: systemClock });
  const served = await serveHermes({
    ...config,
    resources,
    log,
    clock: systemClock,
    drainLimitMs: drainLimitMsOf(config.stopGraceSec),
  });
  const stop = (): void => {
    process.once('SIGTERM', () => process.exit(1)).once('SIGINT', () => process.exit(1));
    void served.close().then(() => process.exit(0)); // never rejects: what lasts too long is cut
  };
  process.once('SIGTERM', stop).once('SIGINT', stop).once('SIGHUP', stop);
  log.info({ url: served.url }, 'hermes is up');
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigurationError || error instanceof StartError ? error.message : error);
  process.exit(error instanceof ConfigurationError ? 78 : 1);
});
