import { readFile } from 'node:fs/promises';
import type { Clock } from '../../platform/clock.ts';
import { watchFile } from '../../platform/configuration/watched-file.ts';
import type { Logger } from '../../platform/log.ts';

export interface FollowedFile {
  /** Waits for a reload that is under way. Idempotent. */
  close(): Promise<void>;
}

const LOOK_EVERY_MS = 1_000;

/**
 * Takes up what the file says whenever that changes, one change after the other, also what changed since `text` was read. What `take`
 * refuses, by rejecting, is told to the log, and changes nothing.
 */
export function followFile(options: {
  readonly file: string;
  /** What is in use. */
  readonly text: string;
  readonly take: (text: string) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
}): FollowedFile {
  const { file, take, log } = options;
  let inUse = options.text;
  let isClosed = false;
  let last = Promise.resolve();

  async function reload(): Promise<void> {
    try {
      const text = await readFile(file, 'utf8');
      if (isClosed || text === inUse) return;
      await take(text);
      inUse = text;
      log.info({ file }, 'the supergraph was changed and is served now');
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      log.error({ file, problem }, 'the changed supergraph is refused; what was served before still is');
    }
  }

  const watch = watchFile({
    file,
    clock: options.clock,
    everyMs: LOOK_EVERY_MS,
    onChange: () => void (last = last.then(reload)), // it never rejects
  });
  // Between the reading of `text` and the watch nobody looked.
  last = last.then(reload);
  return {
    async close() {
      isClosed = true;
      watch.close();
      await last;
    },
  };
}
