/** The only source of time. Rules take instants as values; whatever waits takes a Clock. */
export interface Clock {
  /** Wall-clock milliseconds since the epoch. Jumps when the machine's time is set. */
  now(): number;
  /** Milliseconds that never go back. Only differences mean anything. */
  monotonic(): number;
  /** Runs `task` once, never before `delayMs` of monotonic time are over; they may be more than a Node timer holds. Returns its cancel, which is idempotent. */
  after(delayMs: number, task: () => void): () => void;
}

/** Node's setTimeout fires at once beyond 2^31 ms, and a long timer sleeps through a clock that was set: so no slice is longer. */
const LONGEST_SLICE_MS = 60_000;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, task) {
    const dueAt = performance.now() + delayMs;
    // A Node timer may fire a millisecond early, so each firing looks again.
    const look = (): void => {
      const leftMs = dueAt - performance.now();
      if (leftMs <= 0) task();
      else timer = setTimeout(look, Math.min(leftMs, LONGEST_SLICE_MS));
    };
    let timer = setTimeout(look, Math.min(Math.max(0, delayMs), LONGEST_SLICE_MS));
    return () => clearTimeout(timer);
  },
};

/** Resolves after `delayMs`; rejects with the signal's reason as soon as it aborts. */
export function sleep(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const onAbort = (): void => {
      cancel();
      reject(signal.reason as Error);
    };
    const cancel = clock.after(delayMs, () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** RFC 3339 with milliseconds, UTC: the schema's DateTime. */
export function toDateTime(instantMs: number): string {
  return new Date(instantMs).toISOString();
}
