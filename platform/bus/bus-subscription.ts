import { BusGapError, type BusEvent } from './bus.ts';
import type { EventLog } from './event-log.ts';
import { mapEvents } from '../graphql/event-stream.ts';

export interface BusSubscriptionOptions {
  readonly log: EventLog;
  /** Where to begin: the last seq already seen. */
  readonly cursor: number;
  readonly signal: AbortSignal;
  /** Called once, when the subscription has ended for whatever reason. */
  readonly onClose: () => void;
  /**
   * The next events behind the cursor from where more are kept than in the log; rejects with BusGapError where they are gone
   * there too. Absent where the log is all there is.
   */
  readonly refill?: (cursor: number) => Promise<readonly BusEvent[]>;
}

/** Reads a log from a place on, waiting at its end. Holds nothing but its place, so a slow reader costs nothing. */
export function readLog(options: BusSubscriptionOptions): AsyncIterableIterator<BusEvent> {
  const { log, refill, signal, onClose } = options;
  let cursor = options.cursor;
  /** Newest first, so that pop() gives the next one. */
  let refilled: BusEvent[] = [];
  let closed = false;
  let wake: () => void = () => undefined;
  const stopListening = log.onChange(() => wake());
  let last: Promise<unknown> = Promise.resolve();

  function close(): void {
    if (closed) return;
    closed = true;
    stopListening();
    onClose();
    wake();
  }

  async function pull(): Promise<IteratorResult<BusEvent, undefined>> {
    try {
      const event = await nextEvent();
      if (event === undefined) close();
      else cursor = event.seq;
      return event === undefined ? { done: true, value: undefined } : { done: false, value: event };
    } catch (error) {
      close();
      throw error;
    }
  }

  async function nextEvent(): Promise<BusEvent | undefined> {
    for (;;) {
      if (closed) return undefined;
      const step = refilled.pop() ?? log.after(cursor);
      if (step === 'gone') refilled = [...(await refillOrFail())].reverse();
      else if (step !== undefined) return step;
      else if (log.ended !== undefined) {
        if (log.ended.error !== undefined) throw log.ended.error;
        return undefined;
      } else await new Promise<void>((resolve) => (wake = resolve));
    }
  }

  function refillOrFail(): Promise<readonly BusEvent[]> {
    if (refill !== undefined) return refill(cursor);
    return Promise.reject(new BusGapError(`the events behind ${cursor} are gone`));
  }

  const source: AsyncIterator<BusEvent, undefined> = {
    next() {
      const result = last.then(pull);
      last = result.catch(() => undefined);
      return result;
    },
    return() {
      close();
      return Promise.resolve({ done: true, value: undefined });
    },
  };
  return mapEvents(source, { signal, map: (event) => Promise.resolve(event), mapError: asError });
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
