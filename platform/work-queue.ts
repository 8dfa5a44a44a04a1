/**
 * Level-triggered work: a request names only a key, the task looks up itself what to do. At most one task runs per key;
 * requests that come while it runs are remembered as one, and run once more after it. So no request is lost and none piles up.
 */
export interface WorkQueue {
  /** Never throws; ignored after close began. */
  request(key: string): void;
  /** Resolves when no task runs and none is asked for. */
  idle(): Promise<void>;
  /** Aborts the running tasks, forgets the waiting ones, resolves when the last has returned. Idempotent. */
  close(): Promise<void>;
}

export interface WorkQueueOptions {
  /** Must end soon after the signal aborts. */
  readonly run: (key: string, signal: AbortSignal) => Promise<void>;
  /** What a task threw; it does not stop the queue. Ask again with request() where it should be tried again. */
  readonly onError: (key: string, error: unknown) => void;
  /** How many tasks, each of another key, run at a time; further ones wait in the order of their requests. Unbounded when absent. */
  readonly concurrency?: number;
}

export function createWorkQueue(options: WorkQueueOptions): WorkQueue {
  const { run, onError, concurrency = Number.POSITIVE_INFINITY } = options;
  const abort = new AbortController();
  const running = new Set<string>();
  /** Asked for and not started. A key may be here and in `running`: that is the one request remembered. */
  const wanted = new Set<string>();
  const whenIdle: (() => void)[] = [];

  function startWhatMay(): void {
    for (const key of wanted) {
      if (running.size >= concurrency) return;
      if (running.has(key)) continue;
      wanted.delete(key);
      running.add(key);
      void runOne(key); // settles always: runOne hands what it catches to onError
    }
  }

  async function runOne(key: string): Promise<void> {
    try {
      await run(key, abort.signal);
    } catch (error) {
      if (!abort.signal.aborted) onError(key, error);
    } finally {
      running.delete(key);
      startWhatMay();
      if (running.size === 0 && wanted.size === 0) for (const settle of whenIdle.splice(0)) settle();
    }
  }

  function idle(): Promise<void> {
    if (running.size === 0 && wanted.size === 0) return Promise.resolve();
    return new Promise((resolve) => whenIdle.push(resolve));
  }

  return {
    request(key) {
      if (abort.signal.aborted) return;
      wanted.add(key);
      startWhatMay();
    },
    idle,
    close() {
      wanted.clear();
      abort.abort(new Error('the work queue closes'));
      return idle();
    },
  };
}
