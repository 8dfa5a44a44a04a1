import { randomUUID } from 'node:crypto';
import { BusGapError, type Bus, type BusEvent } from './bus.ts';
import { EVENTS_IN_MEMORY } from './bus-in-process.ts';
import { readLog } from './bus-subscription.ts';
import type { Clock } from '../clock.ts';
import { createEventLog, type EventLog } from './event-log.ts';
import { mapEvents } from '../graphql/event-stream.ts';
import type { Logger } from '../log.ts';
import { openRedis } from './redis.ts';
import { BLOCK_MS, createStreamReader, type Position } from './redis-stream-reader.ts';
import { appendEvent, eventsBehind, newestId, newestSeq } from './redis-stream.ts';

export interface RedisBusOptions {
  readonly url: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Of every key; buses that should hear each other share it. */
  readonly prefix?: string;
  readonly retainedEvents?: number;
}

/** A call that Redis leaves unanswered rejects after this; a publisher repeats it. */
const CALL_LIMIT_MS = 5_000;
const PAGE_EVENTS = 500;
/** How many events of a stream Redis keeps. */
const RETAINED_EVENTS = 10_000;

interface Tail {
  readonly log: EventLog;
  readonly unfollow: () => void;
  readers: number;
}

/**
 * The bus of several processes, on Redis Streams. Survives a restart of Redis: subscribers go on where they were, or end with
 * BusGapError where Redis lost what they had not read.
 */
export function createRedisBus(options: RedisBusOptions): Bus {
  const { url, clock, log, prefix = 'vx11:', retainedEvents = RETAINED_EVENTS } = options;
  const commands = openRedis({ url, log, callLimitMs: CALL_LIMIT_MS });
  const blocking = openRedis({ url, log, callLimitMs: BLOCK_MS + CALL_LIMIT_MS });
  const wakeKey = `${prefix}wake:${randomUUID()}`;
  const resetsKey = `${prefix}resets`;
  const reader = createStreamReader({ blocking, commands, clock, log, wakeKey, resetsKey });
  const tails = new Map<string, Tail>();
  const publishedSeqs = new Map<string, number>();
  let closed: Promise<void> | undefined;

  const keyOf = (stream: string): string => `${prefix}stream:${stream}`;

  async function open(
    stream: string,
    afterSeq: number | undefined,
    signal: AbortSignal,
  ): Promise<AsyncIterator<BusEvent>> {
    // Both are sent before anything that the caller publishes next.
    const [resetId, seq] = await Promise.all([
      newestId(commands, resetsKey),
      newestSeq(commands, keyOf(stream)),
    ]);
    if (closed !== undefined) throw new Error('the bus is closed');
    const tail = holdTail(stream, { resetId, seq });
    return readLog({
      log: tail.log,
      cursor: afterSeq ?? seq,
      signal,
      onClose: () => releaseTail(stream, tail),
      refill: (cursor) => refill(stream, cursor),
    });
  }

  /** All subscribers of a stream share one log, which the reader fills while at least one of them lives. */
  function holdTail(stream: string, from: Position): Tail {
    const tail = tails.get(stream) ?? startTail(stream, from);
    tail.readers += 1;
    return tail;
  }

  function startTail(stream: string, from: Position): Tail {
    const tailLog = createEventLog({
      retainedEvents: Math.min(retainedEvents, EVENTS_IN_MEMORY),
      startSeq: from.seq,
    });
    const unfollow = reader.follow(keyOf(stream), from, {
      onEvents: (events) => {
        for (const { seq, data, previousSeq } of events) tailLog.append({ seq, data }, previousSeq);
      },
      onLost: (error) => {
        tails.delete(stream);
        tailLog.end(error);
      },
    });
    const tail = { log: tailLog, unfollow, readers: 0 };
    tails.set(stream, tail);
    return tail;
  }

  function releaseTail(stream: string, tail: Tail): void {
    tail.readers -= 1;
    if (tail.readers > 0 || tails.get(stream) !== tail) return;
    tails.delete(stream);
    tail.unfollow();
  }

  async function refill(stream: string, cursor: number): Promise<readonly BusEvent[]> {
    const events = await eventsBehind(commands, keyOf(stream), cursor, PAGE_EVENTS);
    const [first] = events;
    if (first === undefined || first.previousSeq > cursor)
      throw new BusGapError(`the events of ${stream} behind ${cursor} are gone`);
    return events.map(({ seq, data }) => ({ seq, data }));
  }

  async function closeAll(): Promise<void> {
    for (const tail of [...tails.values()]) tail.log.end();
    if (commands.status === 'ready') await commands.del(wakeKey).catch(() => undefined);
    commands.disconnect();
    await reader.close();
  }

  return {
    async publish(stream, event) {
      if (closed !== undefined) throw new Error('the bus is closed');
      const publishedSeq = publishedSeqs.get(stream) ?? 0;
      await appendEvent(commands, keyOf(stream), { event, publishedSeq, retainedEvents });
      publishedSeqs.set(stream, Math.max(publishedSeq, event.seq));
    },

    subscribe(stream, { afterSeq, signal }) {
      const opening = open(stream, afterSeq, signal);
      // Read by next(); without one nobody misses it.
      opening.catch(() => undefined);
      const source: AsyncIterator<BusEvent> = {
        next: async () => (await opening).next(),
        return: async () => (await opening).return?.() ?? { done: true, value: undefined },
      };
      return mapEvents(source, {
        signal,
        map: (event) => Promise.resolve(event),
        mapError: (error) => (error instanceof Error ? error : new Error(String(error))),
      });
    },

    lastSeq: (stream) => newestSeq(commands, keyOf(stream)),

    async reset(stream) {
      publishedSeqs.delete(stream);
      await commands
        .multi()
        .del(keyOf(stream))
        .xadd(resetsKey, 'MAXLEN', 1_000, '*', 'key', keyOf(stream))
        .exec();
    },

    close: () => (closed ??= closeAll()),
  };
}
