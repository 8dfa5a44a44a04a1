import { ConfigurationError } from '../platform/configuration/configuration-error.ts';
import type { Env } from '../platform/configuration/environment.ts';
import { exitOnBug } from '../platform/exit-on-bug.ts';
import { StartError } from '../platform/start-error.ts';
import { createLogger } from '../platform/log.ts';
import { createApp, type App } from './app.ts';
import { createBanner } from './banner.ts';
import { readConfig } from './config.ts';

/** EX_CONFIG of sysexits. */
const EXIT_CONFIGURATION = 78;

/** The life of the server's process, from its environment to its exit code. */
export async function run(env: Env, args: readonly string[], startedAt: number): Promise<void> {
  try {
    refuseArguments(args);
    const config = readConfig(env);
    const log = createLogger(config.logLevel, 'tentaculo_link', 'stderr');
    exitOnBug(log);
    const app = await createApp(config, { log });
    stopOnSignal(app);
    const power = await app.readPower();
    console.log(createBanner({ ...app, power, startedInMs: performance.now() - startedAt }));
  } catch (error) {
    // These say all there is to do; anything else is a bug and keeps its stack.
    const isClear = error instanceof ConfigurationError || error instanceof StartError;
    console.error(isClear ? error.message : error);
    process.exit(error instanceof ConfigurationError ? EXIT_CONFIGURATION : 1);
  }
}

/** A server on another port than the one that was asked for would be a riddle. */
function refuseArguments(args: readonly string[]): void {
  if (args.length === 0) return;
  const expected = 'nothing, as the environment says it all: PORT=9000 npm start';
  const found = JSON.stringify(args.join(' '));
  throw new ConfigurationError([{ file: 'command line', path: 'arguments', expected, found }]);
}

/**
 * The first signal drains, the second ends at once. A closed terminal hangs up on npm and on us, so it may say so twice: it drains
 * and never ends at once.
 */
function stopOnSignal(app: App): void {
  let isStopping = false;
  // Nothing can be printed to a terminal that is gone.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (isStopping && signal === 'SIGHUP') return;
      if (isStopping) process.exit(1);
      isStopping = true;
      console.log('stopping: a second signal ends it at once, and leaves services to the next start');
      // close() never rejects: what does not close is logged, and may still run.
      void app.close().then((left) => {
        console.log(left.length === 0 ? 'stopped' : `stopped, but these did not end: ${left.join(', ')}`);
        process.exit(left.length === 0 ? 0 : 1);
      });
    });
  }
}
