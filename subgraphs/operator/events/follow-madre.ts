import { BusGapError, type Bus } from '../../../platform/bus/bus.ts';
import { sleep, type Clock } from '../../../platform/clock.ts';
import type { Logger } from '../../../platform/log.ts';
import type { EventLog } from './event-log.ts';
import { readOutboxEvent, toSystemEvent, type OutboxEvent } from './madre-event.ts';

/** The stream that madre publishes her outbox on. */
const STREAM = 'madre';
const RETRY_MS = 1_000;

/**
 * Writes what madre publishes into the log, each event once, also over restarts; what was missed because the bus forgot it is said in an
 * event of its own. `onEvent` is told of each. Runs until it is closed.
 */
export function followMadre(parts: {
  readonly bus: Bus;
  readonly events: EventLog;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onEvent: (event: OutboxEvent) => void;
}): { close(): Promise<void> } {
  const { bus, events, clock, log, onEvent } = parts;
  const lifetime = new AbortController();
  const { signal } = lifetime;

  async function followOnce(skipGap: boolean): Promise<void> {
    const known = await events.cursorOf(STREAM);
    const last = await bus.lastSeq(STREAM);
    for await (const { seq, data } of bus.subscribe(STREAM, {
      ...startAfter(known?.seq, last, skipGap),
      signal,
    })) {
      const event = readOutboxEvent(data);
      if (event === undefined || (event.store === known?.store && seq <= known.seq)) continue;
      const shown = toSystemEvent(event);
      if (shown !== undefined) await events.append(shown, { stream: STREAM, store: event.store, seq });
      onEvent(event);
    }
  }

  async function follow(): Promise<void> {
    let skipGap = false;
    while (!signal.aborted) {
      try {
        await followOnce(skipGap);
        skipGap = false;
      } catch (error) {
        if (signal.aborted) return;
        skipGap = error instanceof BusGapError;
        if (skipGap) await events.append(GAP).catch(() => undefined);
        else log.warn({ err: error }, 'the events of madre cannot be followed');
      }
      await sleep(clock, RETRY_MS, signal).catch(() => undefined);
    }
  }

  const following = follow();
  return {
    async close() {
      lifetime.abort(new Error('the events are no longer followed'));
      await following;
    },
  };
}

const GAP = {
  type: 'events.gap',
  source: 'operator',
  severity: 'WARNING',
  summary: 'events of madre were missed',
} as const;

/** Where the bus is behind what was read, madre has not published yet, or counts anew: from the beginning, and what is known is left out. */
function startAfter(
  known: number | undefined,
  last: number,
  skipGap: boolean,
): { readonly afterSeq?: number } {
  if (known === undefined || skipGap) return {};
  return { afterSeq: last < known ? 0 : known };
}
