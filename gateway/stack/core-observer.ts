import type { Bus } from '../../platform/bus.ts';
import { sleep, type Clock } from '../../platform/clock.ts';
import type { CoreObservation, MadreOptions } from '../../subgraphs/index.ts';

const INTERVAL_MS = 5_000;

/** How the core looks from inside it: this process runs, or nobody would ask; Redis is as its last answer was. */
export function observeCore(options: {
  readonly bus: Bus;
  readonly usesRedis: boolean;
  readonly clock: Clock;
}): {
  readonly observe: MadreOptions['observeCore'];
  close(): void;
} {
  const lifetime = new AbortController();
  let redis: CoreObservation = options.usesRedis
    ? { state: 'UNKNOWN', reason: 'PROBE_FAILED' }
    : { state: 'MISSING', reason: 'NOT_INSTALLED' };

  async function watch(): Promise<void> {
    while (!lifetime.signal.aborted) {
      redis = await options.bus.lastSeq('health').then(
        (): CoreObservation => ({ state: 'READY' }),
        (): CoreObservation => ({ state: 'UNHEALTHY', reason: 'PROBE_FAILED' }),
      );
      await sleep(options.clock, INTERVAL_MS, lifetime.signal).catch(() => undefined);
    }
  }

  // Ends with close(); its only rejections are caught above.
  if (options.usesRedis) void watch();
  return {
    observe: () => ({ tentaculo_link: { state: 'READY' }, madre: { state: 'READY' }, redis }),
    close: () => lifetime.abort(new Error('closed')),
  };
}
