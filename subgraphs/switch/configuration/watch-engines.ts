import type { Clock } from '../../../platform/clock.ts';
import { ConfigurationError } from '../../../platform/configuration/configuration-error.ts';
import { watchFile, type WatchedFile } from '../../../platform/configuration/watched-file.ts';
import type { Logger } from '../../../platform/log.ts';
import type { EnginesConfig } from './engine-config.ts';

export interface WatchedEngines {
  /** What is wrong with the file as it is now, so that an earlier one is used; null where nothing is. */
  readonly problem: string | null;
  close(): void;
}

const LOOK_EVERY_MS = 500;

/**
 * Hands over what the engines file says whenever it, or a file that a key of it is in, has changed. What cannot be used is told once, and
 * the last good one goes on.
 */
export function watchEngines(options: {
  readonly file: string | undefined;
  /** Those that keys are in; asked again after each change. */
  readonly keyFiles: () => readonly string[];
  readonly clock: Clock;
  readonly log: Logger;
  readonly read: () => EnginesConfig;
  readonly apply: (config: EnginesConfig) => void;
}): WatchedEngines {
  const { file, keyFiles, clock, log, read, apply } = options;
  const watches = new Map<string, WatchedFile>();
  let problem: string | null = null;

  function onChange(changed: string): void {
    const what = changed === file ? 'the engines file' : 'the key of an engine';
    try {
      apply(read());
      problem = null;
      log.info({ file: changed }, `${what} was read again`);
    } catch (error) {
      const isConfiguration = error instanceof ConfigurationError;
      problem = isConfiguration ? error.message : 'it could not be read; the log has the details';
      log.error(
        isConfiguration ? { file: changed, problems: error.problems } : { file: changed, err: error },
        `${what} cannot be used; the engines stay as they were`,
      );
    }
    watchAll();
  }

  function watchAll(): void {
    const wanted = new Set([...(file === undefined ? [] : [file]), ...keyFiles()]);
    for (const [path, watch] of watches) {
      if (wanted.has(path)) continue;
      watch.close();
      watches.delete(path);
    }
    for (const path of wanted)
      if (!watches.has(path))
        watches.set(
          path,
          watchFile({ file: path, clock, everyMs: LOOK_EVERY_MS, onChange: () => onChange(path) }),
        );
  }

  watchAll();
  return {
    get problem() {
      return problem;
    },
    close() {
      for (const watch of watches.values()) watch.close();
    },
  };
}
