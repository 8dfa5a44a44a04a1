import { reservedMb } from '../../../../../subgraphs/madre/windows/admission/admission.ts';
import { isLive, type WindowRecord } from '../../../../../subgraphs/madre/windows/record/window-record.ts';
import type { Committed } from '../../journal-reader.ts';
import type { Check } from '../../observed.ts';

export const evictsNoneWithoutNeed: Check = {
  sentence: 'W13 no window that was evicted could have been spared',
  watch(observed, broken) {
    /** Of one commit, as they were before it. */
    let evicted: WindowRecord[] = [];
    let cause = '';
    /** While nothing else has been committed since. */
    function judge(): void {
      const live = [...observed.windows.values()].filter(isLive);
      for (const spared of evicted) {
        const sumMb = reservedMb([...live, spared], () => 0);
        if (sumMb <= (observed.memoryBudgetMb ?? Infinity))
          broken(`window ${spared.id} was evicted, although with it ${sumMb} MB were reserved`);
      }
      evicted = [];
    }
    return {
      committed(event) {
        if (event.kind !== 'window') return;
        if (causeOf(event, observed.windows) !== cause) judge();
        cause = causeOf(event, observed.windows);
        const before = observed.windows.get(event.window.id);
        if (before !== undefined && isLive(before) && isEviction(event.window)) evicted.push(before);
      },
      step: judge,
      killed: judge,
    };
  },
};

/** What an eviction and the window that it was made for have in common; empty for anything else. */
function causeOf(
  { window }: Extract<Committed, { kind: 'window' }>,
  known: ReadonlyMap<string, WindowRecord>,
): string {
  if (isEviction(window)) return window.ended?.correlationId ?? '';
  return known.has(window.id) ? '' : window.correlationId;
}

function isEviction({ state, closeReason }: WindowRecord): boolean {
  return state === 'CLOSING' && closeReason === 'PREEMPTED';
}
