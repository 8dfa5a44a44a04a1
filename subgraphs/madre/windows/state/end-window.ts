import type { WindowCloseReason } from '../../../../schema/generated/madre.ts';
import type { Clock } from '../../../../platform/clock.ts';
import type { Cause, Change } from '../../journal/journal.ts';
import type { WindowRecord } from '../record/window-record.ts';
import { saveWindow } from '../record/window-rows.ts';
import { endWindow } from './window-state.ts';

/** Ends a window that is live or waits. The caller adds the audit entry, which says why. */
export async function end(
  { clock }: { readonly clock: Clock },
  change: Change,
  window: WindowRecord,
  reason: WindowCloseReason,
  cause: Cause,
): Promise<WindowRecord> {
  const { actor: by, correlationId } = cause;
  const step = endWindow(window, reason, { at: clock.now(), by, correlationId });
  await saveWindow(change, step.type, step.window);
  return step.window;
}
