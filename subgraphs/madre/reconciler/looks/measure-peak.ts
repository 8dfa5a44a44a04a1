import { withDeadline } from '../../../../platform/deadline.ts';
import type { ReconcilerParts } from '../reconciler-parts.ts';
import type { ServiceUnit } from '../service-unit.ts';

/** A run that was READY for less says little about what the service needs. */
const SHORTEST_RUN_MS = 10_000;
const LIMIT_MS = 500;

/** Notes what the present run used at most so far; where the runtime does not know that in time, what it uses at moments. */
export async function measurePeak(
  { clock, runtime, memoryPeaks, memorySamples }: ReconcilerParts,
  unit: ServiceUnit,
  signal: AbortSignal,
): Promise<void> {
  unit.measureDue = false;
  const { service, observation, readySince } = unit;
  if (observation?.status !== 'RUNNING' || readySince === null) return;
  if (clock.monotonic() - readySince < SHORTEST_RUN_MS) return;
  // Asking again each time would only hold the service's work up.
  if (unit.isPeakSlow && memorySamples.isFresh(service.name)) return;
  const limit = {
    clock,
    limitMs: LIMIT_MS,
    what: `measuring the memory of ${service.name}`,
    parent: signal,
  };
  const asked = withDeadline(limit, (attempt) => runtime.peakMemory(service, attempt));
  const peakBytes = await asked.catch(() => undefined);
  signal.throwIfAborted();
  unit.isPeakSlow = peakBytes === undefined;
  if (peakBytes === null || peakBytes === undefined) memorySamples.take(unit);
  else await memoryPeaks.record(service.name, { startedAt: observation.startedAtMs, peakBytes });
}
