export interface WatchedState<T> {
  /** The next value, `undefined` when there is none yet, END when there will be none. Never called again while one call runs. */
  take(): Promise<T | undefined | typeof END> | T | undefined | typeof END;
  /** Calls `wake` whenever `take` may have something new. Returns its cancel. */
  watch(wake: () => void): () => void;
}

export const END = Symbol('end');
const DONE = { done: true, value: undefined } as const;

/**
 * A stream that is read from state instead of being pushed into a queue: a slow reader holds nothing back and stores nothing.
 * A plain iterator, so that return() ends it at once, also while a next() is pending.
 */
export function watchedStream<T>(state: WatchedState<T>): AsyncIterableIterator<T> {
  let ended = false;
  let wakeReader: () => void = () => undefined;
  let changed = false;
  const cancelWatch = state.watch(() => {
    changed = true;
    wakeReader();
  });

  function end(): void {
    if (ended) return;
    ended = true;
    cancelWatch();
    wakeReader();
  }

  async function read(): Promise<IteratorResult<T, undefined>> {
    while (!ended) {
      changed = false;
      const value = await state.take();
      if (ended) break;
      if (value === END) end();
      else if (value !== undefined) return { done: false, value };
      else if (!changed) await new Promise<void>((resolve) => (wakeReader = resolve));
    }
    return DONE;
  }

  let last: Promise<unknown> = Promise.resolve();
  return {
    next() {
      const result = last.then(read);
      last = result.catch(() => end());
      return result;
    },
    return() {
      end();
      return Promise.resolve(DONE);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
