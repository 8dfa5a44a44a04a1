import { ConfigurationError } from '../../platform/configuration/configuration-error.ts';
import type { Env } from '../../platform/configuration/environment.ts';
import { exitOnBug } from '../../platform/exit-on-bug.ts';
import { createLogger } from '../../platform/log.ts';
import { StartError } from '../../platform/start-error.ts';
import { stopOnSignal } from '../stop-on-signal.ts';
import { createAnyApp } from './any-app.ts';
import { readAnyConfig } from './any-config.ts';

/** EX_CONFIG of sysexits. */
const EXIT_CONFIGURATION = 78;

/** The life of a process that serves one supergraph, from its arguments to its exit code. */
export async function run(env: Env, args: readonly string[]): Promise<void> {
  try {
    const config = readAnyConfig(env, args);
    const log = createLogger(config.logLevel, 'gateway', 'stderr');
    exitOnBug(log);
    const app = await createAnyApp(config, { log });
    stopOnSignal(app);
    console.log(
      `serving ${config.supergraphFile} at ${app.url}/graphql: subgraphs ${app.subgraphs.join(', ')}`,
    );
  } catch (error) {
    const isClear = error instanceof ConfigurationError || error instanceof StartError;
    console.error(isClear ? error.message : error);
    process.exit(error instanceof ConfigurationError ? EXIT_CONFIGURATION : 1);
  }
}
