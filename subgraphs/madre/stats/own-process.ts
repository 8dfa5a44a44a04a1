import type { RuntimeStats } from '../runtimes/runtime.ts';

/** The process that madre runs in; where the gateway is embedded it is the same one, and counts in. */
export function measureOwnProcess(atMs: number): RuntimeStats {
  const { user, system } = process.cpuUsage();
  return {
    atMs,
    cpuMs: (user + system) / 1_000,
    memoryBytes: process.memoryUsage.rss(),
    memoryLimitBytes: null,
    processes: null,
    networkReceivedBytes: null,
    networkSentBytes: null,
  };
}
