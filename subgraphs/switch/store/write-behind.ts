import type { Clock } from '../../../platform/clock.ts';

/** Collects what changed and writes it a moment later, so that a busy engine costs one write and not one for each call. */
export interface WriteBehind {
  /** The latest write of a key counts. */
  put(key: string, write: () => Promise<void>): void;
  /** Writes all that waits now. Never rejects: what failed is told, and written with the next one. */
  flush(): Promise<void>;
  /** Writes what waits and ends. Idempotent. */
  close(): Promise<void>;
}

/** So much of what was counted a crash can lose. */
const DELAY_MS = 1_000;

export function createWriteBehind(clock: Clock, onError: (error: unknown) => void): WriteBehind {
  const waiting = new Map<string, () => Promise<void>>();
  let cancel: (() => void) | undefined;
  let last: Promise<void> = Promise.resolve();
  let isClosed = false;
  let isFailing = false;

  function arm(): void {
    if (!isClosed) cancel ??= clock.after(DELAY_MS, () => void flush()); // never rejects
  }

  async function writeAll(): Promise<void> {
    const batch = [...waiting];
    waiting.clear();
    for (const [key, write] of batch) {
      try {
        await write();
        isFailing = false;
      } catch (error) {
        // A full disk is told once, not each second.
        if (!isFailing) onError(error);
        isFailing = true;
        if (!waiting.has(key)) waiting.set(key, write);
      }
    }
    if (waiting.size > 0) arm();
  }

  function flush(): Promise<void> {
    cancel?.();
    cancel = undefined;
    last = last.then(writeAll);
    return last;
  }

  return {
    put(key, write) {
      waiting.set(key, write);
      arm();
    },
    flush,
    async close() {
      isClosed = true;
      await flush();
    },
  };
}
