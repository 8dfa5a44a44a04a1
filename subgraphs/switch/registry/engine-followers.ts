import { createBoundedQueue } from '../../../platform/bounded-queue.ts';
import type { EngineRecord } from './engine-record.ts';

/** Who wants to know of changes. A slow reader gets the latest record of each engine, and never delays anybody. */
export interface EngineFollowers {
  tell(record: EngineRecord): void;
  /** These records, then each change of the engine of this id, or of any. Its return(), or the signal, ends it at once. */
  add(
    id: string | null,
    present: readonly EngineRecord[],
    signal: AbortSignal,
  ): AsyncIterableIterator<EngineRecord>;
  /** Ends every follower, once it has read what waits for it. */
  end(): void;
}

/** As many as an engines file may hold. */
const MOST_ENGINES = 64;

export function createEngineFollowers(): EngineFollowers {
  const followers = new Set<{ readonly tell: (record: EngineRecord) => void; readonly end: () => void }>();

  return {
    tell(record) {
      for (const follower of followers) follower.tell(record);
    },
    add(id, present, signal) {
      const onAbort = (): void => void queue.return(); // resolves at once and never rejects
      const queue = createBoundedQueue<EngineRecord>({
        limit: MOST_ENGINES,
        overflow: { policy: 'conflate', keyOf: (record) => record.id },
        onClose: () => {
          followers.delete(follower);
          signal.removeEventListener('abort', onAbort);
        },
      });
      const follower = {
        tell: (record: EngineRecord): void =>
          id === null || record.id === id ? queue.push(record) : undefined,
        end: () => queue.end(),
      };
      followers.add(follower);
      signal.addEventListener('abort', onAbort, { once: true });
      for (const record of present) queue.push(record);
      if (signal.aborted) onAbort();
      return queue;
    },
    end() {
      for (const follower of followers) follower.end();
    },
  };
}
