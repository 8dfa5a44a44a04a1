import { ConfigurationError } from '../platform/configuration/configuration-error.ts';
import type { Env } from '../platform/configuration/environment.ts';
import { StartError } from '../platform/start-error.ts';
import { createLogger, type Logger } from '../platform/log.ts';
import { createApp, type App } from './app.ts';
import { createBanner } from './banner.ts';
import { readConfig } from './config.ts';

/** EX_CONFIG of sysexits. */
const EXIT_CONFIGURATION = 78;

/** The life of the server's process, from its environment to its exit code. */
export async function run(env: Env, startedAt: number): Promise<void> {
  try {
    const config = readConfig(env);
    const log = createLogger(config.logLevel, 'tentaculo_link', 'stderr');
    exitOnBug(log);
    const app = await createApp(config, { log });
    stopOnSignal(app);
    const runtime = await app.readRuntime();
    console.log(createBanner({ ...app, runtime, startedInMs: performance.now() - startedAt }));
  } catch (error) {
    // These say all there is to do; anything else is a bug and keeps its stack.
    const isClear = error instanceof ConfigurationError || error instanceof StartError;
    console.error(isClear ? error.message : error);
    process.exit(error instanceof ConfigurationError ? EXIT_CONFIGURATION : 1);
  }
}

function exitOnBug(log: Logger): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      log.fatal({ err: error }, event);
      process.exit(1);
    });
  }
}

/** The first signal drains, the second ends at once. */
function stopOnSignal(app: App): void {
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(1);
      isStopping = true;
      // close() never rejects: what does not close is logged.
      void app.close().then(() => process.exit(0));
    });
  }
}
