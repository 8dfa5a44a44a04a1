import type { Bus } from '../../../platform/bus/bus.ts';
import { sleep, type Clock } from '../../../platform/clock.ts';
import type { JsonValue } from '../../../platform/json.ts';
import type { Logger } from '../../../platform/log.ts';
import { createWorkQueue } from '../../../platform/work-queue.ts';
import type { Journal } from './journal.ts';
import type { Outbox, OutboxEvent } from './outbox.ts';

/** The stream that carries the outbox. */
export const MADRE_STREAM = 'madre';

/** An empty bus gets no more than this of the past: who needs more reads the outbox. */
const BACKLOG = 1_000;
const BATCH = 200;
/** What a client can come back to with its cursor. */
const EVENTS_KEPT = 50_000;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;

/**
 * Publishes the outbox onto the bus in order, after each commit and at the start. It repeats until the bus took an event,
 * and the bus ignores a repeated seq, so each event arrives once.
 */
export function startRelay(options: {
  readonly journal: Journal;
  readonly outbox: Outbox;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Logger;
}): { close(): Promise<void> } {
  const { outbox, bus, clock, log } = options;
  let published: number | undefined;

  async function pump(signal: AbortSignal): Promise<void> {
    published ??= await firstUnpublished(outbox, bus);
    for (;;) {
      const events = await outbox.after(published, BATCH);
      for (const event of events) {
        signal.throwIfAborted();
        await bus.publish(MADRE_STREAM, { seq: event.seq, data: toBusData(event) });
        published = event.seq;
      }
      if (published % BATCH === 0) await outbox.trim(EVENTS_KEPT);
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

/** A stream that is ahead of the store belongs to an earlier store: it starts over. */
async function firstUnpublished(outbox: Outbox, bus: Bus): Promise<number> {
  const head = await outbox.head();
  const last = await bus.lastSeq(MADRE_STREAM);
  if (last > head) await bus.reset(MADRE_STREAM);
  return last > 0 && last <= head ? last : Math.max(0, head - BACKLOG);
}

export function toBusData(event: OutboxEvent): JsonValue {
  // The data came out of JSON.parse.
  return { kind: event.kind, key: event.key, type: event.type, at: event.at, data: event.data as JsonValue };
}
