import { BusGapError, type Bus, type BusEvent } from '../../../platform/bus/bus.ts';
import { sleep, type Clock } from '../../../platform/clock.ts';
import { cancellable } from './cancellable.ts';
import type { Outbox, OutboxEvent } from './outbox.ts';
import { MADRE_STREAM } from './relay.ts';

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

/** Every event after `afterSeq`, in order, without gap or repeat: first from the outbox, then as the bus carries them. */
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
  let last = afterSeq;
  while (!signal.aborted) {
    for (const event of await outbox.after(last, BATCH)) {
      yield event;
      last = event.seq;
    }
    if (last < (await outbox.head())) continue;
    try {
      for await (const event of bus.subscribe(MADRE_STREAM, { afterSeq: last, signal })) {
        yield toOutboxEvent(event);
        last = event.seq;
      }
      return;
    } catch (error) {
      if (!(error instanceof BusGapError)) throw error;
      await sleep(clock, GAP_PAUSE_MS, signal);
    }
  }
}

function toOutboxEvent(event: BusEvent): OutboxEvent {
  const { data } = event;
  if (data === null || typeof data !== 'object' || !('kind' in data))
    throw new Error(`event ${event.seq} of madre's stream is malformed`);
  const { kind, key, type, at } = data;
  if (
    typeof kind !== 'string' ||
    typeof key !== 'string' ||
    typeof type !== 'string' ||
    typeof at !== 'number'
  ) {
    throw new Error(`event ${event.seq} of madre's stream is malformed`);
  }
  return { seq: event.seq, kind, key, type, at, data: data['data'] };
}
