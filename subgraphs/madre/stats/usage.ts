import type { RuntimeStats } from '../runtimes/runtime.ts';

/** What was used between two samples of one run. */
export interface Usage {
  readonly sample: RuntimeStats;
  /** Of one core: two busy ones are 200. */
  readonly cpuPercent: number;
  /** Of the limit; null where there is none. */
  readonly memoryPercent: number | null;
}

/** Undefined where the two say nothing together: of one instant, or of two runs. */
export function usageBetween(earlier: RuntimeStats, sample: RuntimeStats): Usage | undefined {
  const elapsedMs = sample.atMs - earlier.atMs;
  const cpuMs = sample.cpuMs - earlier.cpuMs;
  if (elapsedMs <= 0 || cpuMs < 0) return undefined;
  const { memoryBytes, memoryLimitBytes } = sample;
  const hasLimit = memoryLimitBytes !== null && memoryLimitBytes > 0;
  return {
    sample,
    cpuPercent: toTenth((100 * cpuMs) / elapsedMs),
    memoryPercent: hasLimit ? toTenth((100 * memoryBytes) / memoryLimitBytes) : null,
  };
}

function toTenth(value: number): number {
  return Math.round(value * 10) / 10;
}
