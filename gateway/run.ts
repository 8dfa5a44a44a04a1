import { ConfigurationError } from '../platform/configuration/configuration-error.ts';
import type { Env } from '../platform/configuration/environment.ts';
import { exitOnBug } from '../platform/exit-on-bug.ts';
import { StartError } from '../platform/start-error.ts';
import { createLogger } from '../platform/log.ts';
import { createApp } from './app.ts';
import { createBanner } from './banner.ts';
import { readConfig } from './config.ts';
import { stopOnSignal } from './stop-on-signal.ts';

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
    stopOnSignal(app, ', and leaves services to the next start');
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
