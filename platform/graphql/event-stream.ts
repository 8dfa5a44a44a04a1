export interface EventMapping<Event, Result> {
  /** Ends the stream like return(). */
  readonly signal: AbortSignal;
  readonly map: (event: Event) => Promise<Result>;
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
    // The source may take its time to close, or fail at it; nobody reads it any more.
    void Promise.resolve(source.return?.()).catch(() => undefined);
  }

  async function pull(): Promise<IteratorResult<Result, undefined>> {
    let step: IteratorResult<Event, unknown>;
    try {
      step = await source.next();
    } catch (error) {
      if (ended) return DONE;
      stop();
      throw mapping.mapError(error);
    }
    if (step.done === true) stop();
    return step.done === true || ended ? DONE : { done: false, value: await mapping.map(step.value) };
  }

  mapping.signal.addEventListener('abort', end, { once: true });
  if (mapping.signal.aborted) end();

  return {
    next: () =>
      ended
        ? Promise.resolve(DONE)
        : new Promise((resolve, reject) => {
            pending.add(resolve);
            const leave = (): void => void pending.delete(resolve);
            pull().finally(leave).then(resolve, reject);
          }),
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
