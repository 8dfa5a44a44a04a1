import type { ServerResponse } from 'node:http';
import type { ExecutionRequest, Executor } from './execute.ts';

/** How much a server is answering just now: who would stop it can see whether somebody is in the middle of something. */
export interface Activity {
  /** The executor, counted. */
  readonly executor: Executor;
  /** Counts what is answered without the executor, until that answer is over. */
  follow(response: ServerResponse): void;
  /** `active`: requests under way, and work that no request waits for. A stream that is open asks for nothing just now, and is told in `detail` alone. */
  now(): { readonly active: number; readonly detail: string };
}

export function countActivity(executor: Executor, backgroundWork: () => number = () => 0): Activity {
  let requests = 0;
  let streams = 0;

  async function subscribe(request: ExecutionRequest): ReturnType<Executor['subscribe']> {
    const source = await executor.subscribe(request);
    streams += 1;
    return whenEnded(source, () => (streams -= 1));
  }

  return {
    executor: {
      async execute(request) {
        requests += 1;
        try {
          return await executor.execute(request);
        } finally {
          requests -= 1;
        }
      },
      subscribe,
    },
    follow(response) {
      requests += 1;
      response.once('close', () => (requests -= 1));
    },
    now() {
      const background = backgroundWork();
      const inBackground = background === 0 ? '' : `, in the background: ${background}`;
      return {
        active: requests + background,
        detail: `requests under way: ${requests}, streams open: ${streams}${inBackground}`,
      };
    },
  };
}

/** The same events; `onEnd` is called once, as soon as the source ended, broke or was returned. A plain iterator: a return() waits for no next(). */
function whenEnded<Event>(
  source: AsyncIterableIterator<Event>,
  onEnd: () => void,
): AsyncIterableIterator<Event> {
  let isOver = false;
  const end = (): void => {
    if (!isOver) onEnd();
    isOver = true;
  };
  const seen = async (result: Promise<IteratorResult<Event>>): Promise<IteratorResult<Event>> => {
    try {
      const next = await result;
      if (next.done === true) end();
      return next;
    } catch (error) {
      end();
      throw error;
    }
  };
  return {
    next: () => seen(source.next()),
    async return() {
      end();
      return (await source.return?.()) ?? { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
