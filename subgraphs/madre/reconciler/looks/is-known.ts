import type { Clock } from '../../../../platform/clock.ts';
import type { ReconcilerRules } from '../rules.ts';
import type { ServiceUnit } from '../service-unit.ts';

/**
 * Whether the operation needs no look before it: nothing hinted at a change since the last one, which is no older than they get, and
 * the service is in no trouble that a look would see to. A start of what runs already, and a stop of what has ended, do no harm.
 */
export function isKnown(
  { clock, rules }: { readonly clock: Clock; readonly rules: ReconcilerRules },
  unit: ServiceUnit,
  action: 'START' | 'STOP',
): boolean {
  if (unit.hinted || clock.monotonic() - unit.observedAt > rules.resyncMs) return false;
  const isInOrder = unit.retry === null && unit.failure === null && unit.restartAsked === null;
  const isSteady = unit.crashes.endedAt.length === 0 && !unit.crashes.isLoop;
  const isAsLeft = unit.keptDownFor === null && unit.blockedBy === null;
  if (!isInOrder || !isSteady || !isAsLeft) return false;
  return action === 'START'
    ? unit.observation?.status === 'STOPPED' && unit.stoppedFor === null
    : unit.observation?.status === 'RUNNING' && unit.inCharge;
}
