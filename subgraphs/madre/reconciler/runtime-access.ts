import type { Clock } from '../../../platform/clock.ts';
import { withDeadline } from '../../../platform/deadline.ts';
import type { CatalogService } from '../catalog.ts';
import { isReady } from '../probe.ts';
import type { Address, Runtime, RuntimeObservation } from '../runtimes/runtime.ts';

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
  const limit = { clock, limitMs: OBSERVE_LIMIT_MS, what: `observing ${service.name}`, parent: signal };
  try {
    return await withDeadline(limit, (attempt) => runtime.observe(service, attempt));
  } catch {
    signal.throwIfAborted();
    return null;
  }
}

/** One probe, at the address that is known already, if any. */
export async function probe(
  { runtime, clock }: RuntimeAccess,
  service: CatalogService,
  signal: AbortSignal,
  known: Address | null = null,
): Promise<boolean> {
  const limit = {
    clock,
    limitMs: service.probe.timeoutMs + PROBE_MARGIN_MS,
    what: `probing ${service.name}`,
    parent: signal,
  };
  try {
    return await withDeadline(limit, (attempt) => isReady(runtime, service, attempt, known));
  } catch {
    signal.throwIfAborted();
    return false;
  }
}
