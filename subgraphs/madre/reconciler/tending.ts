import { writeFailureOf } from '../../../platform/store/write-failure.ts';
import type { ReconcilerParts } from './reconciler-parts.ts';
import { adoptService } from '../windows/asking/adopt-window.ts';
import { isKnown } from './looks/is-known.ts';
import { look } from './looks/look.ts';
import { measurePeak } from './looks/measure-peak.ts';
import type { ServiceUnit } from './service-unit.ts';
import { startService } from './operations/start-service.ts';
import { dropVainRequest } from './operations/drop-vain-request.ts';
import { stopService } from './operations/stop-service.ts';

/** What failed is looked at again as soon as anything happens; only its start waits, or it would be planned again at once, for ever. */
export async function tendOrPause(
  parts: ReconcilerParts,
  unit: ServiceUnit,
  signal: AbortSignal,
): Promise<void> {
  try {
    await tend(parts, unit, signal);
  } catch (error) {
    unit.pausedUntil = parts.clock.monotonic() + PAUSE_MS;
    throw error;
  }
}

const PAUSE_MS = 1_000;

/** Looks at one service where it may have changed, then carries out the operation that the plan wants of it, if any. The caller runs it at most once at a time for each. */
export async function tend(parts: ReconcilerParts, unit: ServiceUnit, signal: AbortSignal): Promise<void> {
  const { view } = parts;
  const { service } = unit;
  const planned = view.actionOf(service.name);
  if (planned !== null && isKnown(parts, unit, planned)) return operate(parts, unit, planned, signal);
  const drift = await look(parts, unit, signal).catch(async (error: unknown) => {
    // What was seen could not be written; what nobody holds goes all the same.
    if (writeFailureOf(error) !== undefined && view.actionOf(service.name) === 'STOP')
      await stopService(parts, unit, signal);
    throw error;
  });
  const isToAdopt = service.drift.startedByHand === 'adopt' && view.policy !== 'HARD_OFF';
  // Where there is no room for it, it is stopped as if the catalog said so.
  if (drift === 'STARTED_BY_HAND' && isToAdopt && !(await adoptService(parts, service))) unit.inCharge = true;
  await dropVainRequest(parts, unit);
  const action = view.actionOf(service.name);
  if (action !== null) return operate(parts, unit, action, signal);
  if (unit.measureDue) await measurePeak(parts, unit, signal);
}

function operate(
  parts: ReconcilerParts,
  unit: ServiceUnit,
  action: 'START' | 'STOP',
  signal: AbortSignal,
): Promise<void> {
  return action === 'START' ? startService(parts, unit, signal) : stopService(parts, unit, signal);
}
