import { BusGapError, type Bus } from '../../../platform/bus/bus.ts';
import { sleep, type Clock } from '../../../platform/clock.ts';
import { fromBusEvent, MADRE_STREAM } from './bus-event.ts';
import { cancellable } from './cancellable.ts';
import type { Outbox, OutboxEvent } from './outbox.ts';

const BATCH = 200;
/** Between a gap and the next look, so that a bus that always reports one is no busy loop. */
const GAP_PAUSE_MS = 20;

export interface FollowOptions {
  readonly outbox: Outbox;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly afterSeq: number;
  readonly signal: AbortSignal;
}

/** The outbox does not keep what comes next any more: read the state of now, and follow from there. */
export class OutboxGapError extends Error {
  override readonly name = 'OutboxGapError';
}

/**
 * Every event after `afterSeq`, in order, without gap or repeat: first from the outbox, then as the bus carries them. Throws
 * OutboxGapError where that is not to be had, because the reader is too far behind.
 */
export function followOutbox(options: FollowOptions): AsyncIterableIterator<OutboxEvent> {
  return cancellable(options.signal, (signal) => follow({ ...options, signal }));
}

async function* follow({
  outbox,
  bus,
  clock,
  afterSeq,
  signal,
}: FollowOptions): AsyncGenerator<OutboxEvent, void, undefined> {
  const store = await outbox.storeId();
  let last = afterSeq;
  while (!signal.aborted) {
    // The oldest after the batch: what is trimmed while it is read is missed as well.
    const batch = await outbox.after(last, BATCH);
    if (last < (await outbox.oldest()) - 1 && batch[0]?.seq !== last + 1)
      throw new OutboxGapError(`the events behind ${last} are not kept any more`);
    for (const event of batch) {
      yield event;
      last = event.seq;
    }
    if (last < (await outbox.head())) continue;
    try {
      for await (const event of bus.subscribe(MADRE_STREAM, { afterSeq: last, signal })) {
        const own = fromBusEvent(event, store);
        if (own === 'foreign') throw new BusGapError('the stream is of another store');
        yield own;
        last = event.seq;
      }
      return;
    } catch (error) {
      if (!(error instanceof BusGapError)) throw error;
      await sleep(clock, GAP_PAUSE_MS, signal);
    }
  }
}
