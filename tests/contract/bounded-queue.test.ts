import { describe, expect, it } from 'vitest';
import { createBoundedQueue, type Overflow } from '../../platform/bounded-queue.ts';

const policies: Record<string, Overflow<string>> = {
  conflate: { policy: 'conflate', keyOf: (item) => item.slice(0, 1) },
  'drop-oldest': { policy: 'drop-oldest' },
  close: { policy: 'close', error: () => new Error('too slow') },
};

async function drain(queue: AsyncIterableIterator<string>): Promise<string[]> {
  const items: string[] = [];
  for await (const item of queue) items.push(item);
  return items;
}

describe.each(Object.entries(policies))('a bounded queue with policy %s', (_name, overflow) => {
  const create = (onClose?: () => void) =>
    createBoundedQueue({ limit: 3, overflow, ...(onClose === undefined ? {} : { onClose }) });

  it('gives items in their order, also to a reader who waits', async () => {
    const queue = create();
    const waiting = [queue.next(), queue.next()];
    for (const item of ['a1', 'b1', 'c1']) queue.push(item);
    queue.end();
    expect(await Promise.all(waiting)).toEqual([
      { done: false, value: 'a1' },
      { done: false, value: 'b1' },
    ]);
    expect(await drain(queue)).toEqual(['c1']);
  });

  it('never holds more than its limit', () => {
    const queue = create();
    for (let index = 0; index < 100; index += 1) queue.push(`${String.fromCharCode(97 + index)}`);
    expect(queue.size).toBeLessThanOrEqual(3);
  });

  it('ends at once on return(), with a next() pending and items queued, and closes once', async () => {
    let closes = 0;
    const queue = create(() => (closes += 1));
    const pending = queue.next();
    await queue.return();
    expect((await pending).done).toBe(true);
    queue.push('a1');
    queue.end();
    expect(await queue.next()).toEqual({ done: true, value: undefined });
    await queue.return();
    expect(closes).toBe(1);
    expect(queue.size).toBe(0);
  });

  it('gives what is queued before an error ends it, and the error once', async () => {
    const queue = create();
    queue.push('a1');
    queue.end(new Error('source broke'));
    expect(await queue.next()).toEqual({ done: false, value: 'a1' });
    await expect(queue.next()).rejects.toThrow('source broke');
    expect((await queue.next()).done).toBe(true);
  });

  it('closes when it is drained after the end', async () => {
    let closes = 0;
    const queue = create(() => (closes += 1));
    queue.push('a1');
    queue.end();
    expect(closes).toBe(0);
    expect(await drain(queue)).toEqual(['a1']);
    expect(closes).toBe(1);
  });

  it('hands over undefined as an item like any other', async () => {
    const queue = createBoundedQueue<string | undefined>({ limit: 3, overflow: { policy: 'drop-oldest' } });
    queue.push(undefined);
    queue.push('a');
    expect(await queue.next()).toEqual({ done: false, value: undefined });
    expect(await queue.next()).toEqual({ done: false, value: 'a' });
  });
});

describe('when the bound is reached', () => {
  it('conflate keeps the latest of each key, at the place of the latest, and counts no loss', async () => {
    const queue = createBoundedQueue({
      limit: 3,
      overflow: policies['conflate'] ?? { policy: 'drop-oldest' },
    });
    for (const item of ['a1', 'b1', 'a2', 'c1', 'b2', 'a3']) queue.push(item);
    expect(queue.takeDropped()).toBe(0);
    queue.end();
    expect(await drain(queue)).toEqual(['c1', 'b2', 'a3']);
  });

  it('drop-oldest drops and counts since the last look', () => {
    const queue = createBoundedQueue<string>({ limit: 2, overflow: { policy: 'drop-oldest' } });
    for (const item of ['a', 'b', 'c', 'd']) queue.push(item);
    expect([queue.takeDropped(), queue.takeDropped()]).toEqual([2, 0]);
  });

  it('close lets the reader have what is queued, then fails', async () => {
    const queue = createBoundedQueue<string>({
      limit: 2,
      overflow: { policy: 'close', error: () => new Error('too slow') },
    });
    for (const item of ['a', 'b', 'c', 'd']) queue.push(item);
    expect([(await queue.next()).value, (await queue.next()).value]).toEqual(['a', 'b']);
    await expect(queue.next()).rejects.toThrow('too slow');
  });
});
