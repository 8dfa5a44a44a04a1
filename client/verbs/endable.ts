/**
 * A generator that ends at once: its own return() would wait for its pending step. Here it aborts the signal that the generator was
 * made with, and the generator honours it in every wait. The caller's signal makes it throw its reason.
 */
export function endable<Step>(
  outer: AbortSignal | undefined,
  make: (signal: AbortSignal) => AsyncGenerator<Step, void, undefined>,
): AsyncIterableIterator<Step> {
  const controller = new AbortController();
  const source = make(controller.signal);
  let isOver = false;
  const onAbort = (): void => controller.abort(outer?.reason);
  outer?.addEventListener('abort', onAbort, { once: true });
  if (outer?.aborted === true) onAbort();

  function release(): void {
    isOver = true;
    outer?.removeEventListener('abort', onAbort);
  }
  const iterator: AsyncIterableIterator<Step> = {
    async next() {
      if (isOver) return { done: true, value: undefined };
      try {
        outer?.throwIfAborted();
        const step = await source.next();
        if (step.done === true) release();
        return isOver ? { done: true, value: undefined } : step;
      } catch (error) {
        if (isOver) return { done: true, value: undefined };
        release();
        throw error;
      }
    },
    return() {
      release();
      controller.abort(new Error('the reader left'));
      // Runs the finally blocks behind the pending step, which the abort ends.
      void source.return().catch(() => undefined);
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}
