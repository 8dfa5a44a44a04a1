import type { JsonValue } from '../json.ts';

/** One event of a stream. `seq` is given by the publisher and grows within the stream. */
export interface BusEvent {
  readonly seq: number;
  readonly data: JsonValue;
}

/**
 * Ordered streams of events between components. Implementations: in-process (bus-in-process.ts) and
 * Redis Streams (bus-redis.ts); both pass tests/contract/bus.
 */
export interface Bus {
  /** Appends. Publishing a seq that the stream already passed does nothing, so a publisher may repeat after a crash. Rejects where the bus cannot be reached. */
  publish(stream: string, event: BusEvent): Promise<void>;
  /**
   * Events with seq > afterSeq in order, without gap or repeat: those still retained first, then each new one.
   * Without afterSeq: from now on. When events between afterSeq and the oldest retained one are gone, or this
   * subscriber has fallen behind the bound, it ends with BusGapError: re-read the state and subscribe again.
   * Throws another error where the bus cannot be reached: subscribe again with the last seq.
   * The iterator's return(), or the signal, ends it and frees everything.
   */
  subscribe(
    stream: string,
    options: { readonly afterSeq?: number; readonly signal: AbortSignal },
  ): AsyncIterableIterator<BusEvent>;
  /** The highest seq published so far; 0 for a stream nobody wrote to. */
  lastSeq(stream: string): Promise<number>;
  /** Forgets a stream. For a publisher whose store is younger than the stream. */
  reset(stream: string): Promise<void>;
  close(): Promise<void>;
}

export class BusGapError extends Error {
  override readonly name = 'BusGapError';
}
