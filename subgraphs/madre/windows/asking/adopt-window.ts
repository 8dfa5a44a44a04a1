import type { CatalogService } from '../../catalog.ts';
import { systemCause, type Journal } from '../../journal/journal.ts';
import type { Clock } from '../../../../platform/clock.ts';
import { newWindow } from './new-window.ts';
import { isLive } from '../record/window-record.ts';
import { readUnfinishedWindows, saveWindow } from '../record/window-rows.ts';
import { planWindow, type PlanFacts } from '../admission/window-plan.ts';

/** Lower than any that somebody asked for. */
const PRIORITY = 0;

/**
 * A window on what somebody started by hand, so that windows stay the only reason why anything runs. False where there is no room for
 * it; then nothing changed.
 */
export function adoptService(
  parts: PlanFacts & { readonly journal: Journal; readonly clock: Clock },
  { name, drift }: CatalogService,
): Promise<boolean> {
  const cause = systemCause();
  const request = {
    services: [name],
    ttlSec: drift.adoptTtlSec,
    mode: 'TTL',
    reason: `${name} was started by hand: adopted for ${drift.adoptTtlSec} s`,
    priority: PRIORITY,
    onBusy: 'REJECT',
  } as const;
  return parts.journal.change(cause, async (change) => {
    const windows = await readUnfinishedWindows(change.db);
    // A window that was acknowledged since the look holds it already.
    if (windows.some((window) => isLive(window) && window.closure.includes(name))) return true;
    const plan = planWindow(parts, request, windows);
    const note = { action: 'service.adopt', target: name };
    if (plan.admission.outcome !== 'ADMIT') {
      const detail =
        plan.admission.outcome === 'REFUSE' ? { detail: { message: plan.admission.message } } : {};
      await change.audit({ ...note, outcome: 'DENIED', ...detail });
      return false;
    }
    const window = newWindow(request, plan, { at: parts.clock.now(), cause, origin: 'adopted' });
    await saveWindow(change, 'OPENING', window);
    await change.audit({ ...note, outcome: 'OK', detail: { window: window.id, ttlSec: drift.adoptTtlSec } });
    return true;
  });
}
