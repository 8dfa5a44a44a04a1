/** Each value mapped, those that map to undefined left out. Forwards return() at once, as an async generator would not. */
export function mapStream<From, To>(
  source: AsyncIterableIterator<From>,
  map: (value: From) => Promise<To | undefined>,
): AsyncIterableIterator<To> {
  return {
    async next() {
      for (;;) {
        const step = await source.next();
        if (step.done === true) return { done: true, value: undefined };
        const value = await map(step.value);
        if (value !== undefined) return { done: false, value };
      }
    },
    async return() {
      await source.return?.();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
