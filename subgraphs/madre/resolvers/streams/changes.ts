import type { Kysely } from 'kysely';
import type { MadreContext } from '../../context.ts';
import { cancellable } from '../../journal/cancellable.ts';
import { followOutbox, OutboxGapError } from '../../journal/follow.ts';
import type { OutboxEvent } from '../../journal/outbox.ts';
import type { MadreTables } from '../../journal/tables.ts';

interface ChangeStream<Event> {
  /** The cursor of the last event that the client saw. */
  readonly afterSeq: number | null | undefined;
  /** The events that describe now; `head` is their seq. */
  readonly snapshot: (db: Kysely<MadreTables>, head: number) => Promise<readonly Event[]>;
  /** Called in place of the snapshot where the client goes on after the cursor. */
  readonly resume?: (seq: number) => Promise<void>;
  /** Undefined for events of other things. */
  readonly event: (event: OutboxEvent) => Event | undefined;
}

/** Where a stream goes on behind an event of a snapshot: nowhere but behind the last one, as what is left of it is in no change. */
export function placeBehind(index: number, snapshot: readonly unknown[], seq: number): number | null {
  return index === snapshot.length - 1 ? seq : null;
}

/**
 * The state of now, then each change in the order of the outbox, without gap or repeat. A client that comes back with a cursor gets
 * the changes since instead; where they are not kept any more, or the cursor is of another store, it gets the state of now again.
 */
export function changesOf<Event>(
  context: MadreContext,
  stream: ChangeStream<Event>,
): AsyncIterableIterator<Event> {
  const ends = AbortSignal.any([context.request.signal, context.closing]);
  return cancellable(ends, (signal) => changes(context, stream, signal));
}

async function* changes<Event>(
  { outbox, bus, power }: MadreContext,
  { afterSeq, snapshot, resume, event }: ChangeStream<Event>,
  signal: AbortSignal,
): AsyncGenerator<Event, void, undefined> {
  let last = afterSeq ?? undefined;
  if (last === undefined || last > (await outbox.head()) || last < (await outbox.oldest()) - 1) {
    const { head, value } = await outbox.atHead(snapshot);
    yield* value;
    last = head;
  } else await resume?.(last);
  for (;;) {
    try {
      for await (const each of followOutbox({ outbox, bus, clock: power.clock, afterSeq: last, signal })) {
        const mapped = event(each);
        last = each.seq;
        if (mapped !== undefined) yield mapped;
      }
      return;
    } catch (error) {
      // Who reads too slowly is told the state of now, which has all that was lost.
      if (!(error instanceof OutboxGapError)) throw error;
      const { head, value } = await outbox.atHead(snapshot);
      yield* value;
      last = head;
    }
  }
}
