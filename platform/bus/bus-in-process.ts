import { BusGapError, type Bus } from './bus.ts';
import { readLog } from './bus-subscription.ts';
import { createEventLog, type EventLog } from './event-log.ts';

/** How many events of a stream stay in memory for those who come back or are slow; further behind is a gap. */
export const EVENTS_IN_MEMORY = 1_000;

/** The bus of one process: gone with it, so publishers repeat from their own outbox after a start. */
export function createInProcessBus(retainedEvents = EVENTS_IN_MEMORY): Bus {
  const logs = new Map<string, EventLog>();
  let closed = false;

  function logOf(stream: string): EventLog {
    const known = logs.get(stream);
    if (known !== undefined) return known;
    const log = createEventLog({ retainedEvents, startSeq: 0 });
    if (closed) log.end();
    logs.set(stream, log);
    return log;
  }

  return {
    async publish(stream, event) {
      if (closed) throw new Error('the bus is closed');
      logOf(stream).append(event);
    },

    subscribe(stream, { afterSeq, signal }) {
      const log = logOf(stream);
      return readLog({ log, cursor: afterSeq ?? log.lastSeq, signal, onClose: () => undefined });
    },

    lastSeq: async (stream) => logs.get(stream)?.lastSeq ?? 0,

    async reset(stream) {
      logs.get(stream)?.end(new BusGapError(`stream ${stream} begins anew`));
      logs.delete(stream);
    },

    async close() {
      closed = true;
      for (const log of logs.values()) log.end();
    },
  };
}
