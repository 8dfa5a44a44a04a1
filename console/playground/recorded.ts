import type { Fetcher } from '@graphiql/toolkit';
import type { EventStore } from './event-store.ts';

/** The fetcher, with every result of a subscription noted on its way to GraphiQL. */
export function recorded(fetcher: Fetcher, events: EventStore): Fetcher {
  return async (parameters, options) => {
    const answer = await fetcher(parameters, options);
    const operation = parameters.operationName ?? 'subscription';
    return isStream(answer)
      ? noted(answer, (result) => events.add({ atMs: Date.now(), operation, result }))
      : answer;
  };
}

/** A plain iterator: an async function around it would hold back its end until the next event. */
function noted<Result>(
  stream: AsyncIterable<Result>,
  note: (result: Result) => void,
): AsyncIterableIterator<Result> {
  const source = stream[Symbol.asyncIterator]();
  return {
    async next() {
      const step = await source.next();
      if (step.done !== true) note(step.value);
      return step;
    },
    return: async (value?: unknown) => (await source.return?.(value)) ?? { done: true, value: undefined },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function isStream(value: unknown): value is AsyncIterableIterator<never> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
