import type { Clock } from '../../../platform/clock.ts';

/** At most this much shown text is missing after a crash. */
const INTERVAL_MS = 500;

/** Writes the newest text at intervals, one write at a time. `stop` waits for the write under way; nothing is written after it. */
export function createPartialWriter(
  clock: Clock,
  write: (text: string) => Promise<void>,
): { update(text: string): void; stop(): Promise<void> } {
  let newest: string | undefined;
  let cancel: (() => void) | undefined;
  let writing: Promise<void> | undefined;
  let stopped = false;

  function flush(): void {
    const text = newest;
    newest = undefined;
    cancel = undefined;
    if (text === undefined || stopped) return;
    // A write that fails is not the answer's failure: the final one decides, and reports.
    writing = write(text)
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
    update(text) {
      newest = text;
      arm();
    },
    async stop() {
      stopped = true;
      cancel?.();
      await writing;
    },
  };
}
