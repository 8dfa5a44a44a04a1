import type { AuditOutcome, WindowEventType } from '../../../../schema/generated/madre.ts';
import type { Change } from '../../journal/journal.ts';
import { saveWindow } from '../record/window-rows.ts';
import type { WindowStep } from './window-state.ts';

/** Writes a step that nobody asked for, with its event and its audit entry. */
export async function saveStep(change: Change, { type, window }: WindowStep): Promise<void> {
  await saveWindow(change, type, window);
  await change.audit({
    action: `window.${type.toLowerCase().replaceAll('_', '-')}`,
    target: window.id,
    outcome: outcomeOf(type),
    detail: {
      state: window.state,
      closeReason: window.closeReason,
      deadline: window.deadline,
      failure: window.failure?.message ?? null,
    },
  });
}

function outcomeOf(type: WindowEventType): AuditOutcome {
  return type === 'FAILED' || type === 'SERVICE_FAILED' || type === 'DEGRADED' ? 'FAILED' : 'OK';
}
