import { z } from 'zod';
import type { RuntimeStats } from '../../runtime.ts';

const count = z.number().nonnegative();
const NS_PER_MS = 1_000_000;

/** What the engine's sample says of a container; of one that does not run most of it is missing. */
const sample = z.object({
  read: z.string(),
  cpu_stats: z.object({ cpu_usage: z.object({ total_usage: count }) }),
  memory_stats: z.object({
    usage: count,
    /** cgroup 1 only. */
    max_usage: count.optional(),
    limit: count.optional(),
    stats: z.object({ inactive_file: count.optional(), total_inactive_file: count.optional() }).optional(),
  }),
  pids_stats: z.object({ current: count.optional() }).optional(),
  networks: z.record(z.string(), z.object({ rx_bytes: count, tx_bytes: count })).optional(),
});

/** Null where the container does not run. `isLimited`: without a limit of its own the engine names the machine's memory. */
export function toStats(
  answer: unknown,
  { atMs, isLimited }: { readonly atMs: number; readonly isLimited: boolean },
): RuntimeStats | null {
  const { data } = sample.safeParse(answer);
  if (data === undefined) return null;
  const { memory_stats: memory, networks } = data;
  const traffic = networks === undefined ? undefined : Object.values(networks);
  return {
    atMs: Date.parse(data.read) > 0 ? Date.parse(data.read) : atMs,
    cpuMs: data.cpu_stats.cpu_usage.total_usage / NS_PER_MS,
    memoryBytes: withoutPageCache(memory),
    memoryLimitBytes: isLimited ? (memory.limit ?? null) : null,
    processes: data.pids_stats?.current ?? null,
    networkReceivedBytes: traffic?.reduce((sum, { rx_bytes: bytes }) => sum + bytes, 0) ?? null,
    networkSentBytes: traffic?.reduce((sum, { tx_bytes: bytes }) => sum + bytes, 0) ?? null,
  };
}

/** As `docker stats` counts: what the kernel would give back first is no use of the container's. */
function withoutPageCache({ usage, stats }: z.infer<typeof sample>['memory_stats']): number {
  const cache = stats?.total_inactive_file ?? stats?.inactive_file ?? 0;
  return cache < usage ? usage - cache : usage;
}

/** The most that the container used, where its kernel counts that (cgroup 1). */
export function toPeak(answer: unknown): number | null {
  return sample.safeParse(answer).data?.memory_stats.max_usage ?? null;
}
