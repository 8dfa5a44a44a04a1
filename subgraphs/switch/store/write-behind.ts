import type { Kysely } from 'kysely';
import type { Clock } from '../../../platform/clock.ts';
import type { SwitchTables } from './tables.ts';

/** Into the database that it is given, and no other: all that waits is one transaction. */
export type Write = (db: Kysely<SwitchTables>) => Promise<void>;

/** Collects what changed and writes it a moment later, in one commit, so that a busy engine costs one and not one for each call. */
export interface WriteBehind {
  /** The latest write of a key counts. */
  put(key: string, write: Write): void;
  /** Writes all that waits now. Never rejects: what failed is told, and written with the next one. */
  flush(): Promise<void>;
  /** Writes what waits and ends. Idempotent. */
  close(): Promise<void>;
}

/** So much of what was counted a crash can lose. */
const DELAY_MS = 1_000;

export function createWriteBehind(
  db: Kysely<SwitchTables>,
  clock: Clock,
  onError: (error: unknown) => void,
): WriteBehind {
  const waiting = new Map<string, Write>();
  let cancel: (() => void) | undefined;
  let last: Promise<void> = Promise.resolve();
  let isClosed = false;
  let isFailing = false;

  function arm(): void {
    if (!isClosed) cancel ??= clock.after(DELAY_MS, () => void flush()); // never rejects
  }

  async function writeAll(): Promise<void> {
    const batch = [...waiting];
    if (batch.length === 0) return;
    waiting.clear();
    try {
      await db.transaction().execute(async (tx) => {
        for (const [, write] of batch) await write(tx);
      });
      isFailing = false;
    } catch (error) {
      // A full disk is told once, not each second.
      if (!isFailing) onError(error);
      isFailing = true;
      for (const [key, write] of batch) if (!waiting.has(key)) waiting.set(key, write);
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
