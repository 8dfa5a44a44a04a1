import { setMaxListeners } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { BusGapError, type Bus, type BusEvent } from '../../platform/bus/bus.ts';

/** A bus whose streams keep few events, so that tests reach the bound. */
export const SMALL_RETENTION = 10;

/** What every bus promises. `createBus` gives an empty one that keeps SMALL_RETENTION events. */
export function describeBus(createBus: () => Bus): void {
  function setUp() {
    const bus = createBus();
    onTestFinished(() => bus.close());
    const abort = new AbortController();
    setMaxListeners(0, abort.signal);
    onTestFinished(() => abort.abort());
    return {
      bus,
      abort,
      publish: async (...seqs: number[]) => {
        for (const seq of seqs) await bus.publish('windows', { seq, data: { number: seq } });
      },
      subscribe: (afterSeq?: number) =>
        bus.subscribe('windows', { signal: abort.signal, ...(afterSeq === undefined ? {} : { afterSeq }) }),
    };
  }

  it('delivers in order what is published after the subscription', async () => {
    const { publish, subscribe } = setUp();
    await publish(1, 2);
    const events = subscribe();
    const first = events.next();
    await publish(3, 4, 7);
    expect((await first).value).toEqual({ seq: 3, data: { number: 3 } });
    expect(await seqsOf(events, 2)).toEqual([4, 7]);
  });

  it('replays what is retained behind afterSeq, then follows, without gap or repeat', async () => {
    const { publish, subscribe } = setUp();
    await publish(1, 2, 3, 4);
    const events = subscribe(2);
    await publish(5);
    expect(await seqsOf(events, 3)).toEqual([3, 4, 5]);
    await publish(6);
    expect(await seqsOf(events, 1)).toEqual([6]);
  });

  it('replays from the beginning after 0', async () => {
    const { publish, subscribe } = setUp();
    await publish(1, 2);
    expect(await seqsOf(subscribe(0), 2)).toEqual([1, 2]);
  });

  it('waits where afterSeq is ahead of the stream, and skips what is not behind it', async () => {
    const { publish, subscribe } = setUp();
    const events = subscribe(3);
    const first = events.next();
    await publish(1, 2, 3, 5);
    expect((await first).value).toMatchObject({ seq: 5 });
  });

  it('takes a repeated or older event as published already', async () => {
    const { bus, publish, subscribe } = setUp();
    await publish(1, 2, 3);
    await bus.publish('windows', { seq: 2, data: 'another' });
    await publish(3, 4);
    const events = subscribe(0);
    expect(await take(events, 4)).toEqual([1, 2, 3, 4].map((seq) => ({ seq, data: { number: seq } })));
    expect(await bus.lastSeq('windows')).toBe(4);
  });

  it('keeps streams apart', async () => {
    const { bus, abort, publish } = setUp();
    await publish(1);
    await bus.publish('services', { seq: 9, data: null });
    expect(await seqsOf(bus.subscribe('services', { afterSeq: 0, signal: abort.signal }), 1)).toEqual([9]);
    expect([
      await bus.lastSeq('windows'),
      await bus.lastSeq('services'),
      await bus.lastSeq('silence'),
    ]).toEqual([1, 9, 0]);
  });

  it('gives every subscriber every event', async () => {
    const { publish, subscribe } = setUp();
    const all = Array.from({ length: 20 }, () => subscribe(0));
    await publish(1, 2, 3);
    expect(await Promise.all(all.map((events) => seqsOf(events, 3)))).toEqual(all.map(() => [1, 2, 3]));
  });

  it('carries any JSON unchanged', async () => {
    const { bus, subscribe } = setUp();
    const data = { text: 'ñ "quoted"\n\u2028', list: [1, 2.5, null, true, { deep: [] }], empty: '' };
    await bus.publish('windows', { seq: 1, data });
    expect(await take(subscribe(0), 1)).toEqual([{ seq: 1, data }]);
  });

  it('ends with a gap where what is behind afterSeq is no longer retained', async () => {
    const { publish, subscribe } = setUp();
    await publish(...range(1, SMALL_RETENTION + 5));
    await expect(subscribe(4).next()).rejects.toBeInstanceOf(BusGapError);
    expect(await seqsOf(subscribe(5), SMALL_RETENTION)).toEqual(range(6, SMALL_RETENTION + 5));
  });

  it('ends a subscriber that falls behind the bound with a gap, and no other', async () => {
    const { publish, subscribe } = setUp();
    const slow = subscribe(0);
    const quick = subscribe(0);
    await publish(1);
    expect([await seqsOf(slow, 1), await seqsOf(quick, 1)]).toEqual([[1], [1]]);
    for (const seq of range(2, SMALL_RETENTION * 3)) {
      await publish(seq);
      expect(await seqsOf(quick, 1)).toEqual([seq]);
    }
    await expect(slow.next()).rejects.toBeInstanceOf(BusGapError);
    expect(await slow.next()).toEqual({ done: true, value: undefined });
  });

  it('ends a subscription on return(), also while next() is pending', async () => {
    const { publish, subscribe } = setUp();
    const events = subscribe(0);
    const pending = events.next();
    await events.return?.();
    expect((await pending).done).toBe(true);
    await publish(1);
    expect((await events.next()).done).toBe(true);
  });

  it('ends subscriptions when their signal aborts, also one that aborted before', async () => {
    const { abort, subscribe } = setUp();
    const pending = subscribe(0).next();
    abort.abort();
    expect((await pending).done).toBe(true);
    expect((await subscribe(0).next()).done).toBe(true);
  });

  it('begins anew after a reset: running subscriptions end with a gap, seqs start over', async () => {
    const { bus, publish, subscribe } = setUp();
    await publish(1, 2, 3);
    const running = subscribe(0);
    expect(await seqsOf(running, 3)).toEqual([1, 2, 3]);
    const ended = expect(running.next()).rejects.toBeInstanceOf(BusGapError);
    await bus.reset('windows');
    await ended;
    expect(await bus.lastSeq('windows')).toBe(0);
    await publish(1);
    expect(await seqsOf(subscribe(0), 1)).toEqual([1]);
  });

  it('ends every subscription when it closes, and publishes nothing more', async () => {
    const { bus, publish, subscribe } = setUp();
    await publish(1);
    const events = subscribe(0);
    expect(await seqsOf(events, 1)).toEqual([1]);
    const pending = events.next();
    await bus.close();
    await bus.close();
    expect((await pending).done).toBe(true);
    await expect(publish(2)).rejects.toThrow('the bus is closed');
  });
}

export async function take(events: AsyncIterator<BusEvent, unknown>, count: number): Promise<BusEvent[]> {
  const taken: BusEvent[] = [];
  while (taken.length < count) {
    const step = await events.next();
    if (step.done === true) throw new Error(`ended after ${taken.length} events`);
    taken.push(step.value);
  }
  return taken;
}

export async function seqsOf(events: AsyncIterator<BusEvent, unknown>, count: number): Promise<number[]> {
  return (await take(events, count)).map((event) => event.seq);
}

export function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
