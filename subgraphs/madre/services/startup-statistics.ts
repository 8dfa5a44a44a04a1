export interface StartupStatistics {
  readonly samples: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

/** Of measured starts in milliseconds; null where there are none. */
export function startupStatistics(elapsedMs: readonly number[]): StartupStatistics | null {
  const sorted = elapsedMs.toSorted((a, b) => a - b);
  const [p50Ms, p95Ms, p99Ms] = [0.5, 0.95, 0.99].map((share) => quantile(sorted, share));
  if (p50Ms === undefined || p95Ms === undefined || p99Ms === undefined) return null;
  return { samples: sorted.length, p50Ms, p95Ms, p99Ms };
}

/** Fewer samples say little about the slowest. */
const FEWEST_SAMPLES = 5;
const TIMES_SLOWEST = 3;
const LONGEST_START_MS = 3_600_000;

/** The catalog's value is the floor: what was slow before may take three times as long, at most an hour. */
export function startTimeoutMs(
  { startTimeoutSec }: { readonly startTimeoutSec: number },
  measured: StartupStatistics | null,
): number {
  const floorMs = startTimeoutSec * 1_000;
  if (measured === null || measured.samples < FEWEST_SAMPLES) return floorMs;
  return Math.max(floorMs, Math.min(TIMES_SLOWEST * measured.p99Ms, LONGEST_START_MS));
}

/** Nearest rank: a value that was really measured. */
function quantile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}
