const DONE = { done: true, value: undefined } as const;

/**
 * A generator that ends at once. The return() of a generator queues behind its pending next(); here it aborts the signal
 * that the generator was made with, and the generator must honour it in every wait.
 */
export function cancellable<T>(
  outer: AbortSignal,
  make: (signal: AbortSignal) => AsyncGenerator<T, void, undefined>,
): AsyncIterableIterator<T> {
  const controller = new AbortController();
  const source = make(controller.signal);
  const end = (): void => controller.abort(new Error('the stream was ended'));
  outer.addEventListener('abort', end, { once: true });
  if (outer.aborted) end();

  async function next(): Promise<IteratorResult<T, undefined>> {
    if (controller.signal.aborted) return DONE;
    try {
      const step = await source.next();
      if (step.done !== true && !controller.signal.aborted) return { done: false, value: step.value };
    } catch (error) {
      if (!controller.signal.aborted) {
        outer.removeEventListener('abort', end);
        throw error;
      }
    }
    outer.removeEventListener('abort', end);
    return DONE;
  }

  return {
    next,
    return: async () => {
      outer.removeEventListener('abort', end);
      end();
      // Runs the finally blocks behind the pending step, which the abort ends; nobody waits for them.
      void source.return().catch(() => undefined);
      return DONE;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
