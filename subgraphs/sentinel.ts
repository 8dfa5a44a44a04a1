import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../platform/clock.ts';
import { exitOnBug } from '../platform/exit-on-bug.ts';
import { createLogger, type Logger } from '../platform/log.ts';
import { makePrivateFolder } from '../platform/private-folder.ts';
import { boundedLog } from './madre/sentinel/bounded-log.ts';
import { runSentinel } from './madre/sentinel/sentinel.ts';

/**
 * Looks after a data folder whose madre is away: `node dist/subgraphs/sentinel.js --data-dir DIR`. It can only stop. With `--id`,
 * as madre starts it, it ends when it is not needed and writes to logs/sentinel.log; without, it stays and writes to standard error.
 */
async function main(): Promise<void> {
  const { 'data-dir': dataDir, id } = readArguments();
  const log = openLog(dataDir, id);
  exitOnBug(log);
  const stopping = new AbortController();
  const stop = (): void => stopping.abort(new Error('asked to stop'));
  process.once('SIGTERM', stop).once('SIGINT', stop);
  try {
    const why = await runSentinel({ dataDir, id, clock: systemClock, log }, stopping.signal);
    log.info(`the sentinel ends: ${why}`);
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
    log.info('the sentinel ends: it was asked to stop');
  }
}

const LOG_LIMIT_BYTES = 1_048_576;

function readArguments(): { readonly 'data-dir': string; readonly id: string | undefined } {
  const options = { 'data-dir': { type: 'string' }, id: { type: 'string' } } as const;
  const { values } = parseArgs({ args: process.argv.slice(2), options });
  if (values['data-dir'] === undefined)
    throw new Error('--data-dir DIR is missing: the data folder of madre');
  return { 'data-dir': values['data-dir'], id: values.id };
}

function openLog(dataDir: string, id: string | undefined): Logger {
  if (id === undefined) return createLogger('info', 'sentinel', 'stderr');
  makePrivateFolder(join(dataDir, 'logs'));
  return createLogger('info', 'sentinel', boundedLog(join(dataDir, 'logs', 'sentinel.log'), LOG_LIMIT_BYTES));
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
