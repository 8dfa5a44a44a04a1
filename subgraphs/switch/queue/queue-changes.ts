import { createBoundedQueue, type BoundedQueue } from '../../../platform/bounded-queue.ts';

/** Tells that the queue is another; a slow reader learns it once. */
export interface QueueChanges {
  changed(): void;
  /** Once at the beginning, then after changes. Its return(), or the signal, ends it at once. */
  follow(signal: AbortSignal): AsyncIterableIterator<true>;
  end(): void;
}

export function createQueueChanges(): QueueChanges {
  const followers = new Set<BoundedQueue<true>>();
  return {
    changed() {
      for (const queue of followers) queue.push(true);
    },
    follow(signal) {
      const onAbort = (): void => void queue.return(); // resolves at once and never rejects
      const queue = createBoundedQueue<true>({
        limit: 1,
        overflow: { policy: 'drop-oldest' },
        onClose: () => {
          followers.delete(queue);
          signal.removeEventListener('abort', onAbort);
        },
      });
      followers.add(queue);
      signal.addEventListener('abort', onAbort, { once: true });
      queue.push(true);
      if (signal.aborted) onAbort();
      return queue;
    },
    end() {
      for (const queue of followers) queue.end();
    },
  };
}
