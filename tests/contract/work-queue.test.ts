import { expect, it } from 'vitest';
import { createWorkQueue, type WorkQueueOptions } from '../../platform/work-queue.ts';

/** Tasks that end when the test says so. */
function setUp(options: Partial<WorkQueueOptions> = {}) {
  const started: string[] = [];
  const running = new Map<string, (error?: Error) => void>();
  const errors: [string, unknown][] = [];
  const queue = createWorkQueue({
    run: (key, signal) => {
      if (running.has(key)) throw new Error(`${key} runs twice at a time`);
      started.push(key);
      return new Promise((resolve, reject) => {
        const settle = (error?: Error): void => {
          running.delete(key);
          if (error === undefined) resolve();
          else reject(error);
        };
        running.set(key, settle);
        signal.addEventListener('abort', () => settle(new Error('aborted')));
      });
    },
    onError: (key, error) => errors.push([key, error]),
    ...options,
  });
  const finish = async (key: string, error?: Error): Promise<void> => {
    running.get(key)?.(error);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, started, running, errors, finish };
}

it('runs different keys side by side and the same key never twice', async () => {
  const { queue, started, running } = setUp();
  for (const key of ['a', 'b', 'a', 'b']) queue.request(key);
  expect(started).toEqual(['a', 'b']);
  expect([...running.keys()]).toEqual(['a', 'b']);
  await queue.close();
});

it('remembers any number of requests during a run as one', async () => {
  const { queue, started, finish } = setUp();
  queue.request('a');
  for (let index = 0; index < 50; index += 1) queue.request('a');
  await finish('a');
  expect(started).toEqual(['a', 'a']);
  await finish('a');
  expect(started).toEqual(['a', 'a']);
  await queue.idle();
});

it('reports what a task threw and goes on', async () => {
  const { queue, started, errors, finish } = setUp();
  queue.request('a');
  queue.request('a');
  const failure = new Error('engine down');
  await finish('a', failure);
  expect(errors).toEqual([['a', failure]]);
  expect(started).toEqual(['a', 'a']);
  await queue.close();
});

it('reports a task that throws before it waits', async () => {
  const errors: unknown[] = [];
  const queue = createWorkQueue({
    run: () => {
      throw new Error('at once');
    },
    onError: (_key, error) => errors.push(error),
  });
  queue.request('a');
  await queue.idle();
  expect(errors).toMatchObject([{ message: 'at once' }]);
});

it('runs no more than its concurrency, in the order of the requests', async () => {
  const { queue, started, finish } = setUp({ concurrency: 2 });
  for (const key of ['a', 'b', 'c', 'd']) queue.request(key);
  expect(started).toEqual(['a', 'b']);
  await finish('b');
  expect(started).toEqual(['a', 'b', 'c']);
  await queue.close();
});

it('is idle only when nothing runs and nothing is asked for', async () => {
  const { queue, finish } = setUp();
  let idle = false;
  await queue.idle();
  queue.request('a');
  queue.request('a');
  const waiting = queue.idle().then(() => (idle = true));
  await finish('a');
  expect(idle).toBe(false);
  await finish('a');
  await waiting;
});

it('aborts what runs, forgets what waits, and takes nothing more once it closes', async () => {
  const { queue, started, errors, running } = setUp();
  queue.request('a');
  queue.request('a');
  await Promise.all([queue.close(), queue.close()]);
  queue.request('b');
  expect(started).toEqual(['a']);
  expect(running.size).toBe(0);
  expect(errors).toEqual([]);
});
