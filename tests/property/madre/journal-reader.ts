import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openSqlite } from '../../../platform/store/sqlite-driver.ts';
import type { AuditRecord } from '../../../subgraphs/madre/journal/audit-log.ts';
import type { ServiceRecord } from '../../../subgraphs/madre/services/service-record.ts';
import type { WindowRecord } from '../../../subgraphs/madre/windows/record/window-record.ts';

export type Committed = { readonly seq: number; readonly at: number } & (
  | { readonly kind: 'window'; readonly type: string; readonly window: WindowRecord }
  /** The window is the same, its place among those that wait is another. */
  | { readonly kind: 'queue'; readonly type: string; readonly window: WindowRecord }
  | { readonly kind: 'service'; readonly record: ServiceRecord }
  | { readonly kind: 'audit'; readonly entry: AuditRecord }
  | { readonly kind: 'other' }
);

/** What madre has committed, read beside it from the file and at once: no event on its way can be missed. */
export interface JournalReader {
  /** Since the last call. Empty while there is no file. */
  next(): readonly Committed[];
  windows(): readonly WindowRecord[];
  peakBytesOf(service: string): number | null;
  close(): void;
}

export async function openJournal(dataDir: string, afterSeq: number): Promise<JournalReader | null> {
  const file = join(dataDir, 'madre.db');
  if (!existsSync(file)) return null;
  const connection = await openSqlite(file);
  const events = connection.prepare('SELECT * FROM outbox WHERE seq > ? ORDER BY seq');
  const windows = connection.prepare('SELECT record FROM windows');
  const peaks = connection.prepare('SELECT max(peakBytes) AS peak FROM memory_peaks WHERE service = ?');
  let last = afterSeq;
  return {
    next() {
      const rows = (events.all(last) as EventRow[]).map(toCommitted);
      last = rows.at(-1)?.seq ?? last;
      return rows;
    },
    windows: () =>
      // Only saveWindow writes the column.
      (windows.all() as { readonly record: string }[]).map(
        ({ record }) => JSON.parse(record) as WindowRecord,
      ),
    // An aggregate has always one row.
    peakBytesOf: (service) => (peaks.all(service) as { readonly peak: number | null }[])[0]?.peak ?? null,
    close: () => connection.close(),
  };
}

interface EventRow {
  readonly seq: number;
  readonly kind: string;
  readonly type: string;
  readonly at: number;
  readonly data: string;
}

/** Each kind has one writer, whose type `data` has. */
function toCommitted({ seq, kind, type, at, data }: EventRow): Committed {
  const value = JSON.parse(data) as unknown;
  if (kind === 'window' || kind === 'queue') return { seq, at, kind, type, window: value as WindowRecord };
  if (kind === 'service')
    return { seq, at, kind, record: (value as { readonly record: ServiceRecord }).record };
  if (kind === 'audit') return { seq, at, kind, entry: value as AuditRecord };
  return { seq, at, kind: 'other' };
}
