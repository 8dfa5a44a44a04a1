import { systemCause } from '../../journal/journal.ts';
import type { ServiceStopRecord } from '../../services/service-record.ts';
import { readLastReleaser } from '../../windows/record/window-rows.ts';
import type { ReconcilerParts } from '../reconciler-parts.ts';
import type { ServiceUnit } from '../service-unit.ts';

/** The rule behind a stop, and who asked for it. The same from the first try of a stop to the last. */
export async function whoStops(parts: ReconcilerParts, unit: ServiceUnit): Promise<ServiceStopRecord> {
  const { clock, db, view } = parts;
  const at = clock.now();
  if (unit.restartAsked?.stopsFirst === true) {
    const { actor: by, correlationId } = unit.restartAsked.cause;
    return { at, rule: 'RESTART', by, correlationId };
  }
  if (unit.stoppedFor !== null) return unit.stoppedFor;
  const system = { at, by: 'system', correlationId: systemCause().correlationId };
  if (!unit.inCharge) return { ...system, rule: view.policy === 'HARD_OFF' ? 'HARD_OFF' : 'STARTED_BY_HAND' };
  // Its end could not be written yet.
  const [overdue] = view.holders(unit.service.name);
  if (overdue !== undefined) {
    const { deadlineMs } = view.peekLeft(overdue);
    const rule = deadlineMs !== null && deadlineMs <= 0 ? 'TTL_EXPIRED' : 'START_FAILED';
    return { at, rule, by: 'system', correlationId: overdue.correlationId };
  }
  const window = await readLastReleaser(db, unit.service.name);
  if (window?.ended == null) return { ...system, rule: 'NO_HOLDER' };
  const { by, correlationId } = window.ended;
  return { at, rule: window.closeReason ?? 'NO_HOLDER', by, correlationId };
}
