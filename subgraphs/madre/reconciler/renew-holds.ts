import { systemActor } from '../../../platform/request-context.ts';
import { renewClosures } from '../windows/state/renew-closures.ts';
import type { ReconcilerOptions } from './reconciler-options.ts';
import type { ServiceUnit } from './service-unit.ts';

/** The windows hold what the catalog of now says. Where nothing holds what one of them let go, that is why it stops. */
export async function renewHolds(
  options: ReconcilerOptions,
  units: ReadonlyMap<string, ServiceUnit>,
): Promise<void> {
  const at = options.clock.now();
  for (const { service, correlationId } of await renewClosures(options)) {
    const unit = units.get(service);
    // The first look takes it back where another window holds it, or where it does not run.
    if (unit !== undefined)
      unit.stoppedFor = { at, rule: 'CATALOG_CHANGED', by: systemActor.name, correlationId };
  }
}
