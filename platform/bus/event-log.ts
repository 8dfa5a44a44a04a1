import type { BusEvent } from './bus.ts';

/** The newest events of one stream, in order and bounded; readers keep their own place in it as the last seq they saw. */
export interface EventLog {
  /** The seq of the newest event, or where the log began. */
  readonly lastSeq: number;
  /**
   * Ignored when seq is not above lastSeq. `previousSeq` is the seq published before this one; where the log never saw
   * that one, it begins anew behind it, because what it holds is no longer without gap.
   */
  append(event: BusEvent, previousSeq?: number): void;
  /** The first event behind `seq`; 'gone' where events between are no longer held; undefined where none came yet. */
  after(seq: number): BusEvent | 'gone' | undefined;
  /** Readers see the error, or the plain end, instead of further events. The first call counts. */
  end(error?: Error): void;
  readonly ended: { readonly error: Error | undefined } | undefined;
  /** Calls at each append and at the end. Returns its cancel. */
  onChange(listener: () => void): () => void;
}

const PIECES = 8;

export function createEventLog(options: {
  readonly retainedEvents: number;
  readonly startSeq: number;
}): EventLog {
  const { retainedEvents, startSeq } = options;
  let events: BusEvent[] = [];
  let first = 0;
  /** Everything behind this seq is held. */
  let floorSeq = startSeq;
  let lastSeq = startSeq;
  let ended: EventLog['ended'];
  const listeners = new Set<() => void>();

  function evictOne(): void {
    floorSeq = events[first]?.seq ?? floorSeq;
    first += 1;
    // Cut in pieces: an Array.shift() for each event would move the whole array each time. What is not cut yet is still in memory.
    if (first < retainedEvents / PIECES) return;
    events = events.slice(first);
    first = 0;
  }

  function notify(): void {
    for (const listener of [...listeners]) listener();
  }

  return {
    get lastSeq() {
      return lastSeq;
    },
    get ended() {
      return ended;
    },
    append(event, previousSeq = lastSeq) {
      if (ended !== undefined || event.seq <= lastSeq) return;
      if (previousSeq > lastSeq) {
        events = [];
        first = 0;
        floorSeq = previousSeq;
      }
      events.push(event);
      lastSeq = event.seq;
      if (events.length - first > retainedEvents) evictOne();
      notify();
    },
    after(seq) {
      if (seq < floorSeq) return 'gone';
      return events[firstBehind(events, first, seq)];
    },
    end(error) {
      if (ended !== undefined) return;
      ended = { error };
      notify();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Binary search: the index of the first event with a seq above the given one. */
function firstBehind(events: readonly BusEvent[], from: number, seq: number): number {
  let low = from;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle]?.seq ?? Number.POSITIVE_INFINITY) > seq) high = middle;
    else low = middle + 1;
  }
  return low;
}
