import { isDeepStrictEqual } from 'node:util';
import { BusGapError, type Bus } from '../../../platform/bus/bus.ts';
import { sleep, type Clock } from '../../../platform/clock.ts';
import { withDeadline } from '../../../platform/deadline.ts';
import type { Logger } from '../../../platform/log.ts';
import { createWorkQueue } from '../../../platform/work-queue.ts';
import { fromBusEvent, MADRE_STREAM, toBusData } from './bus-event.ts';
import type { Journal } from './journal.ts';
import type { Outbox } from './outbox.ts';

/** An empty bus gets no more than this of the past: who needs more reads the outbox. */
const BACKLOG = 1_000;
const BATCH = 200;
/** What a client can come back to with its cursor. */
const EVENTS_KEPT = 50_000;
const BYTES_KEPT = 64 * 1_048_576;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;
const READ_LIMIT_MS = 5_000;

interface RelayOptions {
  readonly journal: Journal;
  readonly outbox: Outbox;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Publishes the outbox onto the bus in order, after each commit and at the start. It repeats until the bus took an event,
 * and the bus ignores a repeated seq, so each event arrives once.
 */
export function startRelay(options: RelayOptions): { close(): Promise<void> } {
  const { outbox, bus, clock, log } = options;
  let published: number | undefined;
  let trimmedAt = 0;

  async function pump(signal: AbortSignal): Promise<void> {
    const store = await outbox.storeId();
    published ??= await firstUnpublished(options, signal);
    for (;;) {
      const events = await outbox.after(published, BATCH);
      for (const event of events) {
        signal.throwIfAborted();
        await bus.publish(MADRE_STREAM, { seq: event.seq, data: toBusData(event, store) });
        published = event.seq;
      }
      if (published - trimmedAt >= BATCH) {
        await outbox.trim(EVENTS_KEPT, BYTES_KEPT);
        trimmedAt = published;
      }
      if (events.length < BATCH) return;
    }
  }

  async function pumpUntilDone(signal: AbortSignal): Promise<void> {
    for (let delayMs = FIRST_RETRY_MS; ; delayMs = Math.min(delayMs * 2, LONGEST_RETRY_MS)) {
      try {
        return await pump(signal);
      } catch (error) {
        signal.throwIfAborted();
        log.warn({ err: error, retryInMs: delayMs }, 'events of madre wait: the bus does not take them');
        // The bus may have been restarted empty meanwhile.
        published = undefined;
        await sleep(clock, delayMs, signal);
      }
    }
  }

  const queue = createWorkQueue({
    run: (_key, signal) => pumpUntilDone(signal),
    onError: (_key, error) => log.error({ err: error }, 'the relay of events failed'),
  });
  const cancel = options.journal.onCommit(() => queue.request('outbox'));
  queue.request('outbox');
  return {
    close: () => {
      cancel();
      return queue.close();
    },
  };
}

/** A stream that another store filled, or that is ahead of this one, starts over: a seq in it is not one of ours. */
async function firstUnpublished(options: RelayOptions, signal: AbortSignal): Promise<number> {
  const { outbox, bus } = options;
  const head = await outbox.head();
  const last = await bus.lastSeq(MADRE_STREAM);
  if (last > 0 && last <= head && (await isOwn(options, last, signal))) return last;
  if (last > 0) await bus.reset(MADRE_STREAM);
  return Math.max(0, head - BACKLOG);
}

/**
 * Whether the newest event of the stream is of this store, and of the past that it remembers: a store that came back from a backup
 * counts on from there, and gives what was published since to other events.
 */
async function isOwn(
  { outbox, bus, clock }: RelayOptions,
  last: number,
  parent: AbortSignal,
): Promise<boolean> {
  const store = await outbox.storeId();
  const limit = { clock, limitMs: READ_LIMIT_MS, what: 'reading the newest event of the bus', parent };
  return withDeadline(limit, async (signal) => {
    try {
      for await (const event of bus.subscribe(MADRE_STREAM, { afterSeq: last - 1, signal }))
        return isDeepStrictEqual(fromBusEvent(event, store), (await outbox.after(last - 1, 1))[0]);
      return false;
    } catch (error) {
      if (error instanceof BusGapError) return false;
      throw error;
    }
  });
}
