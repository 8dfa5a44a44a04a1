import type { Clock } from '../../../../platform/clock.ts';
import { withDeadline } from '../../../../platform/deadline.ts';
import type { Logger } from '../../../../platform/log.ts';
import { createWorkQueue } from '../../../../platform/work-queue.ts';
import type { Runtime } from '../../runtimes/runtime.ts';
import type { MemoryPeaks } from '../../services/memory-peaks.ts';
import type { ServiceUnit } from '../service-unit.ts';

/** What runs use where the runtime knows no peak of them. An engine takes long to say it, so no look and no operation waits for it. */
export interface MemorySamples {
  /** Whether a sample of it was asked for within the last minute. */
  isFresh(service: string): boolean;
  /** Notes what its present run uses now, unless that was asked for within the last minute. Never waits, never throws. */
  take(unit: ServiceUnit): void;
  /** Ends what is under way. Idempotent. */
  close(): Promise<void>;
}

const INTERVAL_MS = 60_000;
const LIMIT_MS = 5_000;

export function createMemorySamples(options: {
  readonly runtime: Runtime;
  readonly memoryPeaks: MemoryPeaks;
  readonly clock: Clock;
  readonly log: Logger;
}): MemorySamples {
  const { runtime, memoryPeaks, clock, log } = options;
  /** Newest by service, in monotonic time. */
  const askedAt = new Map<string, number>();
  const asked = new Map<string, ServiceUnit>();
  const queue = createWorkQueue({
    run: async (name, signal) => {
      const unit = asked.get(name);
      if (unit !== undefined) await sample(unit, signal);
    },
    onError: (service, error) => log.debug({ err: error, service }, 'its memory was not measured'),
  });

  async function sample(unit: ServiceUnit, parent: AbortSignal): Promise<void> {
    const { service } = unit;
    const startedAt = runOf(unit);
    if (startedAt === null) return;
    const limit = { clock, limitMs: LIMIT_MS, what: `measuring the memory of ${service.name}`, parent };
    const found = await withDeadline(limit, (signal) => runtime.stats(service, signal));
    // It may have been of the run that came after.
    if (found === null || found.memoryBytes <= 0 || runOf(unit) !== startedAt) return;
    await memoryPeaks.record(service.name, { startedAt, peakBytes: found.memoryBytes });
  }

  const isFresh = (service: string): boolean =>
    clock.monotonic() - (askedAt.get(service) ?? -Infinity) < INTERVAL_MS;

  return {
    isFresh,
    take(unit) {
      if (isFresh(unit.service.name)) return;
      askedAt.set(unit.service.name, clock.monotonic());
      asked.set(unit.service.name, unit);
      queue.request(unit.service.name);
    },
    close: () => queue.close(),
  };
}

/** Null while it does not run, or is being started or stopped. */
function runOf({ observation, operation }: ServiceUnit): number | null {
  return observation?.status === 'RUNNING' && operation === null ? observation.startedAtMs : null;
}
