import type { AuditRecord } from '../../../../../subgraphs/madre/journal/audit-log.ts';
import type { Committed } from '../../journal-reader.ts';
import type { Check } from '../../observed.ts';

/** Changes and entries of one transaction: ending all windows of a run is the longest. */
const MOST_AT_ONCE = 60;

export const everythingIsAudited: Check = {
  sentence: 'W16 every change has an audit entry with actor, cause and correlation id',
  watch(observed, broken) {
    return {
      committed(event) {
        if (event.kind !== 'audit') return;
        const { actor, action, correlationId } = event.entry;
        if (actor === '' || action === '' || correlationId === '')
          broken(`entry ${event.entry.seq} lacks its cause`);
      },
      ended() {
        checkTransactions(observed.history, broken);
        const entries = observed.history.flatMap((event) => (event.kind === 'audit' ? [event.entry] : []));
        for (const { action, correlationId, ok, code } of observed.acknowledged) {
          const own = entries.filter(
            (entry) => entry.correlationId === correlationId && entry.action === action,
          );
          const outcomes = own.map(({ outcome }) => outcome).join();
          if (outcomes !== (ok ? 'OK' : 'DENIED'))
            broken(`${action} was answered ${code} and has the entries [${outcomes}]`);
          const made = [...observed.windows.values()].filter(
            (window) => window.correlationId === correlationId,
          );
          if (!ok && made.length > 0) broken(`${action} was refused with ${code} and made a window`);
        }
      },
    };
  },
};

/** What is committed together is of one instant, and the entry comes after what it tells of. */
function checkTransactions(history: readonly Committed[], broken: (what: string) => void): void {
  history.forEach((event, index) => {
    if (event.kind !== 'window' && event.kind !== 'service') return;
    const isTold = history
      .slice(index + 1, index + 1 + MOST_AT_ONCE)
      .some((later) => later.kind === 'audit' && later.at === event.at && tells(later.entry, event));
    const what = event.kind === 'window' ? `${event.type} of window ${event.window.id}` : event.record.name;
    if (!isTold) broken(`event ${event.seq}, ${what}, has no audit entry`);
  });
}

function tells({ target, detail }: AuditRecord, event: Committed): boolean {
  if (event.kind === 'service') return target === event.record.name;
  if (event.kind !== 'window') return false;
  const { id, closure } = event.window;
  return target === id || closure.includes(target ?? '') || (detail ?? '').includes(id);
}
