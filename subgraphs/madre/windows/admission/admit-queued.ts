import { systemCause, type Journal } from '../../journal/journal.ts';
import type { Clock } from '../../../../platform/clock.ts';
import { systemActor } from '../../../../platform/request-context.ts';
import { admitWindow } from '../asking/new-window.ts';
import { planWindow, type PlanFacts } from './window-plan.ts';
import { queueOrder } from './window-queue.ts';
import { isLive, type WindowRecord } from '../record/window-record.ts';
import { readUnfinishedWindows } from '../record/window-rows.ts';
import { saveStep } from '../state/save-step.ts';
import { giveUp, type WindowStep } from '../state/window-state.ts';

export interface AdmitQueuedFacts extends PlanFacts {
  readonly journal: Journal;
  readonly clock: Clock;
}

/**
 * Lets the window that is next in the queue open, if there is room for it, or gives it up where there can never be. Whether it did
 * one of them: then the one after it is next.
 */
export async function admitNextQueued(
  facts: AdmitQueuedFacts,
  windows: readonly WindowRecord[],
): Promise<boolean> {
  const { journal, clock } = facts;
  const next = nextStep(facts, windows, clock.now());
  if (next === undefined) return false;
  return journal.change(systemCause(next.window.correlationId), async (change) => {
    // Decided once more at the commit: a mutation may have taken the memory or closed the window since.
    const step = nextStep(facts, await readUnfinishedWindows(change.db), clock.now());
    if (step?.window.id !== next.window.id) return false;
    await saveStep(change, step);
    return true;
  });
}

function nextStep(
  facts: AdmitQueuedFacts,
  windows: readonly WindowRecord[],
  now: number,
): WindowStep | undefined {
  const [head] = queueOrder(windows);
  if (head === undefined) return undefined;
  const plan = planWindow(facts, { ...head, onBusy: 'QUEUE' }, windows.filter(isLive));
  switch (plan.admission.outcome) {
    case 'ADMIT':
      return { type: 'OPENING', window: admitWindow(head, plan, now) };
    case 'REFUSE':
      return giveUp(head, { now, system: { by: systemActor.name, correlationId: head.correlationId } });
    case 'QUEUE':
      return undefined;
  }
}
