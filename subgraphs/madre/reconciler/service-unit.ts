import type { Clock } from '../../../platform/clock.ts';
import type { CatalogService } from '../catalog.ts';
import type { Cause } from '../journal/journal.ts';
import { isReady } from '../probe.ts';
import { withDeadline } from '../runtimes/deadline.ts';
import type { Runtime, RuntimeObservation } from '../runtimes/runtime.ts';
import type { ServiceFailure } from '../services/service-record.ts';
import type { Retry } from './plan.ts';

/**
 * What the reconciler keeps of one on-demand service between two looks. Only the task of that service writes it, except for the two
 * wishes at the end, which come from outside at any time: the task takes one back only where it has seen to it.
 */
export interface ServiceUnit {
  readonly service: CatalogService;
  observation: RuntimeObservation | null;
  operation: { readonly kind: 'START' | 'STOP'; readonly abort: AbortController } | null;
  retry: Retry | null;
  failure: ServiceFailure | null;
  /** Of a restart whose stop has not succeeded yet. */
  restartAsked: RestartRequest | null;
  /** The runtime hinted at it since the last look. */
  hinted: boolean;
}

export interface RestartRequest {
  readonly cause: Cause;
  readonly failedStops: number;
}

export function createUnit(service: CatalogService): ServiceUnit {
  return {
    service,
    observation: null,
    operation: null,
    retry: null,
    failure: null,
    restartAsked: null,
    hinted: false,
  };
}

export interface RuntimeAccess {
  readonly runtime: Runtime;
  readonly clock: Clock;
}

const OBSERVE_LIMIT_MS = 5_000;
/** Above the probe's own limit, for runtimes that must first be asked for the address. */
const PROBE_MARGIN_MS = 2_000;

/** Null where the runtime failed or did not answer in time. */
export async function observe(
  { runtime, clock }: RuntimeAccess,
  service: CatalogService,
  signal: AbortSignal,
): Promise<RuntimeObservation | null> {
  const limit = { clock, limitMs: OBSERVE_LIMIT_MS, what: `observing ${service.name}`, signal };
  try {
    return await withDeadline(limit, (attempt) => runtime.observe(service, attempt));
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

/** One probe. */
export async function probe(
  { runtime, clock }: RuntimeAccess,
  service: CatalogService,
  signal: AbortSignal,
): Promise<boolean> {
  const limit = {
    clock,
    limitMs: service.probe.timeoutMs + PROBE_MARGIN_MS,
    what: `probing ${service.name}`,
    signal,
  };
  try {
    return await withDeadline(limit, (attempt) => isReady(runtime, service, attempt));
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
