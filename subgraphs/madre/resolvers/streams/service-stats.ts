import { createBoundedQueue } from '../../../../platform/bounded-queue.ts';
import { toDateTime } from '../../../../platform/clock.ts';
import { CodedError } from '../../../../platform/errors.ts';
import type { RuntimeStats } from '../../runtimes/runtime.ts';
import { usageBetween, type Usage } from '../../stats/usage.ts';
import type { MadreContext } from '../../context.ts';

/** Of one service at one moment. */
export interface ServiceUsage extends Usage {
  readonly service: string;
}

const SHORTEST_INTERVAL_MS = 500;
const LONGEST_INTERVAL_MS = 60_000;
/** The core service whose process is at hand here. */
const OWN = 'madre';

/**
 * What each named service uses, or each on-demand one, from its second sample on; one that does not run is left out. Of what a slow
 * reader has not taken yet only the newest of each service stays.
 */
export function serviceUsages(
  names: readonly string[] | null,
  intervalMs: number,
  context: MadreContext,
): AsyncIterableIterator<ServiceUsage> {
  const measured = [...new Set(names ?? context.power.catalog.keys())];
  check(measured, intervalMs, context);
  const ends = AbortSignal.any([context.request.signal, context.closing]);
  const cancels: (() => void)[] = [];
  const queue = createBoundedQueue<ServiceUsage>({
    limit: measured.length,
    overflow: { policy: 'conflate', keyOf: ({ service }) => service },
    onClose() {
      ends.removeEventListener('abort', end);
      for (const cancel of cancels) cancel();
    },
  });
  const end = (): void => void queue.return();
  ends.addEventListener('abort', end, { once: true });
  for (const service of measured) {
    const follow = followUsage((usage) => queue.push({ service, ...usage }));
    cancels.push(context.samplers.listen(service, intervalMs, follow));
  }
  if (ends.aborted) end();
  return queue;
}

export function toServiceStats({ service, sample, cpuPercent, memoryPercent }: ServiceUsage) {
  const { atMs, cpuMs: _cpuMs, ...measures } = sample;
  return { service: { name: service }, at: toDateTime(atMs), cpuPercent, memoryPercent, ...measures };
}

/** Compares each sample with the one before it that this subscriber had. */
function followUsage(tell: (usage: Usage) => void): (sample: RuntimeStats | null) => void {
  let earlier: RuntimeStats | null = null;
  return (sample) => {
    const usage = earlier === null || sample === null ? undefined : usageBetween(earlier, sample);
    earlier = sample;
    if (usage !== undefined) tell(usage);
  };
}

function check(names: readonly string[], intervalMs: number, { power }: MadreContext): void {
  if (intervalMs < SHORTEST_INTERVAL_MS || intervalMs > LONGEST_INTERVAL_MS)
    throw badInput(
      `intervalMs must be between ${SHORTEST_INTERVAL_MS} and ${LONGEST_INTERVAL_MS}, got ${intervalMs}`,
    );
  if (names.length === 0) throw badInput('names must name at least one service, got an empty list');
  const measurable = [OWN, ...power.catalog.keys()];
  const other = names.filter((name) => !measurable.includes(name));
  if (other.length === 0) return;
  const shown = other.slice(0, 10).map((name) => JSON.stringify(name.slice(0, 64)));
  throw badInput(`${shown.join(', ')} cannot be measured here; what can is ${measurable.join(', ')}`);
}

function badInput(problem: string): CodedError {
  return new CodedError('BAD_USER_INPUT', { problem });
}
