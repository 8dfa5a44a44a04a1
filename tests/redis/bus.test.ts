import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once, setMaxListeners } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BusGapError, type Bus } from '../../platform/bus/bus.ts';
import { createRedisBus } from '../../platform/bus/bus-redis.ts';
import { systemClock } from '../../platform/clock.ts';
import { openRedis } from '../../platform/bus/redis.ts';
import { packageRoot } from '../../schema/package-root.ts';
import { describeBus, range, seqsOf, SMALL_RETENTION } from '../contract/bus.ts';
import { recordingLog } from '../support/recording-log.ts';
import { ownRedis } from '../support/redis-server.ts';
import { missing, testRedisUrl } from '../support/requirements.ts';

const absent = await missing('redis');

interface BusOptions {
  readonly url?: string;
  readonly prefix?: string;
  readonly retainedEvents?: number;
}

function createBus({
  url = testRedisUrl,
  prefix = newPrefix(),
  retainedEvents = SMALL_RETENTION,
}: BusOptions = {}): Bus {
  const bus = createRedisBus({ url, prefix, retainedEvents, clock: systemClock, log: recordingLog().log });
  onTestFinished(() => bus.close());
  return bus;
}

function newPrefix(): string {
  return `vx11-test:${randomUUID()}:`;
}

const { signal } = new AbortController();
setMaxListeners(0, signal);

describe.skipIf(absent !== undefined)('the bus on Redis', () => {
  describeBus(() => createBus());

  it('connects several buses: what one publishes, the others deliver', async () => {
    const prefix = newPrefix();
    const [publisher, subscriber] = [createBus({ prefix }), createBus({ prefix })];
    await publisher.publish('windows', { seq: 1, data: 'a' });
    const events = subscriber.subscribe('windows', { afterSeq: 0, signal });
    expect(await seqsOf(events, 1)).toEqual([1]);
    const next = events.next();
    await publisher.publish('windows', { seq: 2, data: 'b' });
    expect((await next).value).toEqual({ seq: 2, data: 'b' });
  });

  it('tells the subscribers of every bus of a reset', async () => {
    const prefix = newPrefix();
    const [publisher, subscriber] = [createBus({ prefix }), createBus({ prefix })];
    await publisher.publish('windows', { seq: 5, data: null });
    const events = subscriber.subscribe('windows', { afterSeq: 0, signal });
    expect(await seqsOf(events, 1)).toEqual([5]);
    const ended = expect(events.next()).rejects.toBeInstanceOf(BusGapError);
    await publisher.reset('windows');
    await publisher.publish('windows', { seq: 1, data: null });
    await ended;
    expect(await seqsOf(subscriber.subscribe('windows', { afterSeq: 0, signal }), 1)).toEqual([1]);
  });

  it('keeps one order where two processes publish the same outbox', async () => {
    const prefix = newPrefix();
    const count = 200;
    const publishers = [1, 2].map(() => publishInProcess({ prefix, count }));
    const events = createBus({ prefix, retainedEvents: count }).subscribe('windows', { afterSeq: 0, signal });
    expect(await seqsOf(events, count)).toEqual(range(1, count));
    expect(await Promise.all(publishers)).toEqual([0, 0]);
  });

  it('goes on with a stream after its only subscriber left and another came', async () => {
    const prefix = newPrefix();
    const bus = createBus({ prefix });
    const first = bus.subscribe('windows', { afterSeq: 0, signal });
    await bus.publish('windows', { seq: 1, data: null });
    expect(await seqsOf(first, 1)).toEqual([1]);
    await first.return?.();
    await bus.publish('windows', { seq: 2, data: null });
    expect(await seqsOf(bus.subscribe('windows', { afterSeq: 1, signal }), 1)).toEqual([2]);
  });

  it('leaves no key of its own behind on close', async () => {
    const prefix = newPrefix();
    const bus = createBus({ prefix });
    await bus.publish('windows', { seq: 1, data: null });
    expect(await seqsOf(bus.subscribe('windows', { afterSeq: 0, signal }), 1)).toEqual([1]);
    await bus.close();
    expect(await keysOf(prefix)).toEqual([`${prefix}stream:windows`]);
  });
});

describe.skipIf(absent !== undefined)('the bus while Redis restarts', () => {
  it('goes on where it was, without gap or repeat', async () => {
    const redis = await ownRedis({ keepData: true });
    const [publisher, subscriber] = [
      createBus({ url: redis.url, prefix: 'r:' }),
      createBus({ url: redis.url, prefix: 'r:' }),
    ];
    const events = subscriber.subscribe('windows', { afterSeq: 0, signal });
    await publisher.publish('windows', { seq: 1, data: null });
    expect(await seqsOf(events, 1)).toEqual([1]);

    await redis.stop();
    const pending = events.next();
    const during = untilPublished(publisher, 2);
    await redis.start();
    await during;
    expect((await pending).value).toMatchObject({ seq: 2 });
    await untilPublished(publisher, 3);
    expect(await seqsOf(events, 1)).toEqual([3]);
  });

  it('ends subscriptions with a gap where Redis came back empty', async () => {
    const redis = await ownRedis({ keepData: false });
    const [publisher, subscriber] = [
      createBus({ url: redis.url, prefix: 'r:' }),
      createBus({ url: redis.url, prefix: 'r:' }),
    ];
    const events = subscriber.subscribe('windows', { afterSeq: 0, signal });
    await publisher.publish('windows', { seq: 7, data: null });
    expect(await seqsOf(events, 1)).toEqual([7]);

    const ended = expect(events.next()).rejects.toBeInstanceOf(BusGapError);
    await redis.stop();
    await redis.start();
    await ended;
    await untilPublished(publisher, 8);
    expect(await seqsOf(subscriber.subscribe('windows', { afterSeq: 7, signal }), 1)).toEqual([8]);
  });

  it('shows a gap to who missed events that only the old Redis had', async () => {
    const redis = await ownRedis({ keepData: false });
    const publisher = createBus({ url: redis.url, prefix: 'r:' });
    for (const seq of [1, 2, 3]) await publisher.publish('windows', { seq, data: null });
    await redis.stop();
    await redis.start();
    await untilPublished(publisher, 4);
    await expect(publisher.subscribe('windows', { afterSeq: 2, signal }).next()).rejects.toBeInstanceOf(
      BusGapError,
    );
    expect(await seqsOf(publisher.subscribe('windows', { afterSeq: 3, signal }), 1)).toEqual([4]);
  });

  it('rejects a publication that Redis does not answer in time, instead of waiting for ever', async () => {
    const redis = await ownRedis({ keepData: false });
    const bus = createBus({ url: redis.url });
    await bus.publish('windows', { seq: 1, data: null });
    await redis.stop();
    await expect(bus.publish('windows', { seq: 2, data: null })).rejects.toThrow();
  });
});

/** What a publisher does: repeats until it is taken, which is harmless. */
async function untilPublished(bus: Bus, seq: number): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await bus.publish('windows', { seq, data: null });
    } catch (error) {
      if (tries === 20) throw error;
    }
  }
}

async function publishInProcess({
  prefix,
  count,
}: {
  readonly prefix: string;
  readonly count: number;
}): Promise<number | null> {
  const script = `
    import { createRedisBus } from './platform/bus/bus-redis.ts';
    import { systemClock } from './platform/clock.ts';
    import { createLogger } from './platform/log.ts';
    const bus = createRedisBus({ url: '${testRedisUrl}', prefix: '${prefix}', retainedEvents: ${count}, clock: systemClock, log: createLogger('error', 'test') });
    for (let seq = 1; seq <= ${count}; seq += 1) await bus.publish('windows', { seq, data: seq });
    await bus.close();`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    cwd: packageRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

async function keysOf(prefix: string): Promise<string[]> {
  const redis = openRedis({ url: testRedisUrl, log: recordingLog().log, callLimitMs: 5_000 });
  try {
    return await redis.keys(`${prefix}*`);
  } finally {
    redis.disconnect();
  }
}
