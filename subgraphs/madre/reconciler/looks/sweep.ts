import { systemCause } from '../../journal/journal.ts';
import { look } from './look.ts';
import type { ReconcilerParts } from '../reconciler-parts.ts';
import type { ServiceUnit } from '../service-unit.ts';

/** The first look of this madre. True where it needs another, which acts: somebody else started it, as far as is known. */
export async function sweep(
  parts: ReconcilerParts,
  unit: ServiceUnit,
  signal: AbortSignal,
): Promise<boolean> {
  if ((await look(parts, unit, signal)) !== 'STARTED_BY_HAND') return false;
  // Nobody was there to see who started it.
  const { actor: by, correlationId } = systemCause();
  if (unit.service.drift.startedByHand === 'stop')
    unit.stoppedFor = { at: parts.clock.now(), rule: 'NO_HOLDER', by, correlationId };
  return true;
}
