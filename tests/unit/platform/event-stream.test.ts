import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { createBoundedQueue } from '../../../platform/bounded-queue.ts';
import { mapEvents } from '../../../platform/graphql/event-stream.ts';

function setUp(map: (event: number, signal: AbortSignal) => Promise<number>) {
  const life = new AbortController();
  const returned = { count: 0 };
  let breakNext = false;
  const queue = createBoundedQueue<number>({ limit: 10, overflow: { policy: 'drop-oldest' } });
  const source: AsyncIterator<number, unknown> = {
    next: () => (breakNext ? Promise.reject(new Error('the source broke')) : queue.next()),
    return: () => {
      returned.count += 1;
      return Promise.resolve({ done: true, value: undefined });
    },
  };
  const stream = mapEvents(source, {
    signal: life.signal,
    map,
    mapError: (error) => new Error(`mapped: ${String(error)}`),
  });
  return {
    stream,
    queue,
    returned,
    breakSource: () => (breakNext = true),
    listeners: () => getEventListeners(life.signal, 'abort').length,
  };
}

test('ends the source, and lets go of the signal, where an event cannot be mapped', async () => {
  const { stream, queue, returned, listeners } = setUp(() => Promise.reject(new Error('not this one')));
  queue.push(1);
  await expect(stream.next()).rejects.toThrow('not this one');
  expect([returned.count, listeners()]).toEqual([1, 0]);
  expect((await stream.next()).done).toBe(true);
});

test('ends the source, and lets go of the signal, where the source breaks', async () => {
  const { stream, returned, breakSource, listeners } = setUp((event) => Promise.resolve(event));
  breakSource();
  await expect(stream.next()).rejects.toThrow('mapped: Error: the source broke');
  expect([returned.count, listeners()]).toEqual([1, 0]);
  expect((await stream.next()).done).toBe(true);
});

test('lets go of the signal where the source is done, and does not end it again', async () => {
  const { stream, queue, returned, listeners } = setUp((event) => Promise.resolve(event));
  queue.end();
  expect((await stream.next()).done).toBe(true);
  expect([returned.count, listeners()]).toEqual([0, 0]);
});

test('tells the mapping of an event when the stream is ended', async () => {
  const signals: AbortSignal[] = [];
  const { stream, queue } = setUp((_event, signal) => {
    signals.push(signal);
    return new Promise(() => undefined);
  });
  queue.push(1);
  const pending = stream.next();
  await expect.poll(() => signals.map(({ aborted }) => aborted)).toEqual([false]);
  await stream.return?.();
  expect((await pending).done).toBe(true);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});
