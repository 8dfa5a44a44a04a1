import type { Clock } from '../../../platform/clock.ts';

/** At most what was shown within so long is missing after a crash. */
const INTERVAL_MS = 500;

/** Writes what is newest at intervals, one write at a time. `stop` waits for the write under way; nothing is written after it. */
export function createPartialWriter<Partial extends string | object>(
  clock: Clock,
  write: (newest: Partial) => Promise<void>,
): { update(newest: Partial): void; stop(): Promise<void> } {
  let newest: Partial | undefined;
  let cancel: (() => void) | undefined;
  let writing: Promise<void> | undefined;
  let stopped = false;

  function flush(): void {
    const taken = newest;
    newest = undefined;
    cancel = undefined;
    if (taken === undefined || stopped) return;
    // A write that fails is not the answer's failure: the final one decides, and reports.
    writing = write(taken)
      .catch(() => undefined)
      .then(() => {
        writing = undefined;
        arm();
      });
  }

  function arm(): void {
    if (newest === undefined || stopped || writing !== undefined) return;
    cancel ??= clock.after(INTERVAL_MS, flush);
  }

  return {
    update(next) {
      newest = next;
      arm();
    },
    async stop() {
      stopped = true;
      cancel?.();
      await writing;
    },
  };
}
