import { systemActor } from '../../../../platform/request-context.ts';
import { systemCause } from '../../journal/journal.ts';
import { look } from './look.ts';
import type { ReconcilerParts } from '../reconciler-parts.ts';
import { isElsewhere, type ServiceUnit } from '../service-unit.ts';
import { untoldStop } from './untold-stop.ts';

/** The first look of this madre. True where it needs another, which acts: somebody else started it, as far as is known. */
export async function sweep(
  parts: ReconcilerParts,
  unit: ServiceUnit,
  signal: AbortSignal,
): Promise<boolean> {
  const { services } = parts;
  const { name } = unit.service;
  const record = services.get(name);
  // What it was before ended in another way: nothing here tells of it.
  const left = record === undefined || isElsewhere(record, unit.runsAs) ? undefined : record;
  const drift = await look(parts, unit, signal);
  const stop = await untoldStop(parts, unit, left);
  if (stop !== null) await services.noteStop(name, stop, systemActor.name);
  if (drift !== 'STARTED_BY_HAND') return false;
  // Nobody was there to see who started it.
  const { actor: by, correlationId } = systemCause();
  if (unit.service.drift.startedByHand === 'stop')
    unit.stoppedFor = { at: parts.clock.now(), rule: 'NO_HOLDER', by, correlationId };
  return true;
}
