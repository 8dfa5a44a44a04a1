import type { EngineConfig } from '../configuration/engine-config.ts';
import type { EngineRecord } from './engine-record.ts';

/** Agreement of several switches on which of them probes an engine. A lease on `name`: one holder at a time. */
export interface SharedProbes {
  /** 0 where this process has the lease now; else how long the other's lasts yet, in milliseconds. Rejects where nobody can be asked. */
  take(name: string, ttlMs: number): Promise<number>;
  /** Gives this process' lease back, or keeps everybody away for a while yet. Does nothing where it is another's by now. */
  giveBack(name: string, afterMs: number): Promise<void>;
}

/** For one switch alone. */
export const ownProbes: SharedProbes = {
  take: () => Promise.resolve(0),
  giveBack: () => Promise.resolve(),
};

/** How long to stay away because another switch probes; 0: this one may. Where nobody can be asked, each decides for itself. */
export async function confirmProbe(probes: SharedProbes, id: string, config: EngineConfig): Promise<number> {
  try {
    return await probes.take(id, config.limits.totalTimeoutMs + MARGIN_MS);
  } catch {
    return 0;
  }
}

const MARGIN_MS = 5_000;

/** The probe is over: others may call at once where it went well, else when this one would. */
export function tellProbe(probes: SharedProbes, record: EngineRecord | undefined, now: number): void {
  if (record === undefined) return;
  const restMs = record.circuit.state === 'OPEN' ? Math.max(0, record.circuit.retryAt - now) : 0;
  // Nobody waits for it; where it fails, the lease ends by itself.
  probes.giveBack(record.id, restMs).catch(() => undefined);
}
