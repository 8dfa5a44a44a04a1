import type { Clock } from '../../../platform/clock.ts';
import { ConfigurationError } from '../../../platform/configuration/configuration-error.ts';
import { watchFile } from '../../../platform/configuration/watched-file.ts';
import type { Logger } from '../../../platform/log.ts';
import type { EnginesConfig } from './engine-config.ts';

export interface WatchedEngines {
  /** What is wrong with the file as it is now, so that an earlier one is used; null where nothing is. */
  readonly problem: string | null;
  close(): void;
}

const LOOK_EVERY_MS = 500;

/** Hands over each new content of the engines file. One that cannot be used is told once, and the last good one goes on. */
export function watchEngines(options: {
  readonly file: string | undefined;
  readonly clock: Clock;
  readonly log: Logger;
  readonly read: () => EnginesConfig;
  readonly apply: (config: EnginesConfig) => void;
}): WatchedEngines {
  const { file, clock, log, read, apply } = options;
  let problem: string | null = null;

  function onChange(): void {
    try {
      apply(read());
      problem = null;
      log.info({ file }, 'the engines file was read again');
    } catch (error) {
      const isConfiguration = error instanceof ConfigurationError;
      problem = isConfiguration ? error.message : 'it could not be read; the log has the details';
      log.error(
        isConfiguration ? { file, problems: error.problems } : { file, err: error },
        'the engines file cannot be used; the engines stay as they were',
      );
    }
  }

  const watch = file === undefined ? undefined : watchFile({ file, clock, everyMs: LOOK_EVERY_MS, onChange });
  return {
    get problem() {
      return problem;
    },
    close: () => watch?.close(),
  };
}
