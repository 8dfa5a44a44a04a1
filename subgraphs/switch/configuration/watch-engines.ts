import { toDateTime, type Clock } from '../../../platform/clock.ts';
import { ConfigurationError } from '../../../platform/configuration/configuration-error.ts';
import { watchFile, type WatchedFile } from '../../../platform/configuration/watched-file.ts';
import type { Logger } from '../../../platform/log.ts';
import type { RefusedFile } from '../../../schema/refused-files.ts';
import type { EnginesConfig } from './engine-config.ts';

export interface WatchedEngines {
  /** Those that changed and cannot be used, so that an earlier one is; the engines file first. */
  readonly refused: readonly RefusedFile[];
  close(): void;
}

const LOOK_EVERY_MS = 500;
const NAMES: Readonly<Record<RefusedFile['file'], string>> = {
  engines: 'the engines file',
  key: 'the key of an engine',
};

/**
 * Hands over what the engines file says whenever it, or a file that a key of it is in, has changed. What cannot be used is told once, and
 * the last good one goes on; a key is taken also while the engines file is refused.
 */
export function watchEngines(options: {
  readonly file: string | undefined;
  /** Those that keys are in; asked again after each change. */
  readonly keyFiles: () => readonly string[];
  readonly clock: Clock;
  readonly log: Logger;
  /** Reads the file. Throws where it cannot be used. */
  readonly read: () => EnginesConfig;
  /** The last that was applied. */
  readonly current: () => EnginesConfig;
  /** Reads the keys too. Throws where one cannot be read, and changes nothing then. */
  readonly apply: (config: EnginesConfig) => void;
}): WatchedEngines {
  const { file, keyFiles, clock, log, read, current, apply } = options;
  const watches = new Map<string, WatchedFile>();
  const refused = new Map<RefusedFile['file'], RefusedFile>();

  function onChange(changed: string): void {
    const kind = changed === file ? 'engines' : 'key';
    try {
      take(kind);
      log.info({ file: changed }, `${NAMES[kind]} was read again`);
    } catch (error) {
      const isConfiguration = error instanceof ConfigurationError;
      const problem = isConfiguration ? error.message : 'it could not be read; the log has the details';
      refused.set(kind, { file: kind, problem, since: toDateTime(clock.now()) });
      log.error(
        isConfiguration ? { file: changed, problems: error.problems } : { file: changed, err: error },
        `${NAMES[kind]} cannot be used; the engines stay as they were`,
      );
    }
    watchAll();
  }

  function take(kind: RefusedFile['file']): void {
    try {
      apply(read());
      refused.clear();
    } catch (error) {
      if (kind === 'engines' || file === undefined) throw error;
      // What is wrong with the engines file is no reason to go on with an old key.
      apply(current());
      refused.delete('key');
    }
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
    get refused() {
      return (['engines', 'key'] as const).flatMap((kind) => refused.get(kind) ?? []);
    },
    close() {
      for (const watch of watches.values()) watch.close();
    },
  };
}
