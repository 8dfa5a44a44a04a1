export interface EventMapping<Event, Result> {
  /** Ends the stream like return(). */
  readonly signal: AbortSignal;
  /** The signal aborts when the stream was ended: nobody waits for the result any more. Where it rejects, the stream ends. */
  readonly map: (event: Event, signal: AbortSignal) => Promise<Result>;
  /** What next() rejects with when the source breaks. */
  readonly mapError: (error: unknown) => Error;
}

const DONE = { done: true, value: undefined } as const;

/**
 * The source with each event mapped. A plain iterator and not an async generator, whose return() would queue behind a pending
 * next(): here return() settles every pending next() as done and ends the source at once, and the source ends exactly once.
 */
export function mapEvents<Event, Result>(
  source: AsyncIterator<Event, unknown>,
  mapping: EventMapping<Event, Result>,
): AsyncIterableIterator<Result> {
  const pending = new Set<(result: IteratorResult<Result, undefined>) => void>();
  const ending = new AbortController();
  let ended = false;

  function stop(): void {
    ended = true;
    mapping.signal.removeEventListener('abort', end);
  }

  function end(): void {
    if (ended) return;
    stop();
    for (const settle of pending) settle(DONE);
    pending.clear();
    ending.abort(new Error('the stream was ended'));
    // The source may take its time to close, or fail at it; nobody reads it any more.
    void close(source).catch(() => undefined);
  }

  async function pull(): Promise<IteratorResult<Result, undefined>> {
    let step: IteratorResult<Event, unknown>;
    try {
      step = await source.next();
    } catch (error) {
      if (ended) return DONE;
      throw mapping.mapError(error);
    }
    if (step.done === true) stop();
    return step.done === true || ended
      ? DONE
      : { done: false, value: await mapping.map(step.value, ending.signal) };
  }

  function next(): Promise<IteratorResult<Result, undefined>> {
    if (ended) return Promise.resolve(DONE);
    return new Promise((resolve, reject) => {
      pending.add(resolve);
      const leave = (): void => void pending.delete(resolve);
      pull()
        .finally(leave)
        .then(resolve, (error: Error) => {
          end();
          reject(error);
        });
    });
  }

  mapping.signal.addEventListener('abort', end, { once: true });
  if (mapping.signal.aborted) end();

  return {
    next,
    return: () => {
      end();
      return Promise.resolve(DONE);
    },
    throw: (error) => {
      end();
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

async function close(source: AsyncIterator<unknown, unknown>): Promise<void> {
  await source.return?.();
}
