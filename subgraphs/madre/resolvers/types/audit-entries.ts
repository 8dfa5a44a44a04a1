import type { MadreContext } from '../../context.ts';
import type { AuditRecord } from '../../journal/audit-log.ts';
import { cancellable } from '../../journal/cancellable.ts';
import { followOutbox, OutboxGapError } from '../../journal/follow.ts';

const BATCH = 200;

/** Entries as they are written; with a cursor, those after it first. Its cursor is the entry's own seq, not that of the outbox. */
export function auditEntries(
  afterSeq: number | null,
  context: MadreContext,
): AsyncIterableIterator<AuditRecord> {
  const ends = AbortSignal.any([context.request.signal, context.closing]);
  return cancellable(ends, (signal) => entries(afterSeq, context, signal));
}

async function* entries(
  afterSeq: number | null,
  { auditLog, outbox, bus, power }: MadreContext,
  signal: AbortSignal,
): AsyncGenerator<AuditRecord, void, undefined> {
  let last = afterSeq ?? (await auditLog.head());
  for (;;) {
    // Before the entries are read: what is written meanwhile comes twice, and once is left out below.
    const head = await outbox.head();
    for (let batch = await auditLog.after(last, BATCH); batch.length > 0;) {
      for (const entry of batch) {
        yield entry;
        last = entry.seq;
      }
      batch = await auditLog.after(last, BATCH);
    }
    try {
      for await (const event of followOutbox({ outbox, bus, clock: power.clock, afterSeq: head, signal })) {
        if (event.kind !== 'audit') continue;
        // Only the journal emits events of this kind.
        const entry = event.data as AuditRecord;
        if (entry.seq <= last) continue;
        yield entry;
        last = entry.seq;
      }
      return;
    } catch (error) {
      // The table keeps every entry, also for who reads too slowly for the outbox.
      if (!(error instanceof OutboxGapError)) throw error;
    }
  }
}
