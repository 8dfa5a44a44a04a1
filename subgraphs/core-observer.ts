import type { Bus } from '../platform/bus/bus.ts';
import { sleep, type Clock } from '../platform/clock.ts';
import type { CoreObservation, MadreOptions } from './options.ts';

const INTERVAL_MS = 5_000;

/** How the core looks to madre: she runs, or nobody would ask; the gateway as `observeGateway` says; Redis as its last answer was. */
export function observeCore(options: {
  readonly bus: Bus;
  readonly usesRedis: boolean;
  readonly clock: Clock;
  /** Must not wait. */
  readonly observeGateway: () => CoreObservation;
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
    observe: () => ({ tentaculo_link: options.observeGateway(), madre: { state: 'READY' }, redis }),
    close: () => lifetime.abort(new Error('closed')),
  };
}
