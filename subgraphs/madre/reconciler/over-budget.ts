import { systemCause } from '../journal/journal.ts';
import { reservedMb } from '../windows/admission/admission.ts';
import { isLive, type WindowRecord } from '../windows/record/window-record.ts';
import type { ReconcilerOptions } from './reconciler-options.ts';

/**
 * A smaller budget, or a catalog whose services need more, ends no window: it was promised its time. It only finds no room beside it, so
 * whoever set the budget is told.
 */
export async function tellOverBudget(
  { journal, memoryPeaks, memoryBudgetMb = Infinity, log }: ReconcilerOptions,
  windows: readonly WindowRecord[],
): Promise<void> {
  const live = windows.filter(isLive);
  const liveMb = reservedMb(live, (name) => memoryPeaks.reservationMb(name));
  if (liveMb <= memoryBudgetMb) return;
  const figures = { reservedMb: liveMb, memoryBudgetMb, windows: live.map(({ id }) => id) };
  log.warn(
    figures,
    'live windows reserve more than VX11_MEMORY_BUDGET_MB: nothing is stopped, and no further window opens until there is room',
  );
  const note = { action: 'memory.over-budget', target: null, outcome: 'FAILED', detail: figures } as const;
  await journal.change(systemCause(), (change) => change.audit(note));
}
