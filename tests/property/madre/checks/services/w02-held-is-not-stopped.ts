import { isLive } from '../../../../../subgraphs/madre/windows/record/window-record.ts';
import type { Check } from '../../observed.ts';

/** Between the commit that decides a stop and its call, the peak of the run may be measured. */
const DECIDING_MS = 10;

export const heldIsNotStopped: Check = {
  sentence: 'W2 ending one window never stops a service that another live window holds',
  watch(observed, broken) {
    /** Since when each live window holds its services. */
    const holdsSince = new Map<string, number>();
    /** Restarts that were asked for and whose stop has not succeeded yet: by service, their correlation ids, oldest first. */
    const restarts = new Map<string, readonly string[]>();
    /** By service, the windows that held it when its stop was recorded last. */
    const heldBy = new Map<string, readonly string[]>();
    return {
      committed(event) {
        if (event.kind === 'window') {
          const { id } = event.window;
          if (!isLive(event.window)) holdsSince.delete(id);
          else if (!holdsSince.has(id)) holdsSince.set(id, observed.clock.monotonic());
        }
        if (event.kind === 'audit') {
          const { action, outcome, target, correlationId } = event.entry;
          const name = target ?? '';
          const asked = restarts.get(name) ?? [];
          if (action === 'restartService' && outcome === 'OK') restarts.set(name, [...asked, correlationId]);
          if (action === 'service.restart-failed') restarts.set(name, after(asked, correlationId));
          // The entry of the stop, right after its event: what is held stops for whoever asked for its restart, and for nobody else.
          const holders = heldBy.get(name) ?? [];
          if (action === 'service.stopping' && holders.length > 0 && !asked.includes(correlationId))
            broken(`${name} is being stopped for ${correlationId} although ${holders.join()} hold it`);
        }
        if (event.kind !== 'service') return;
        const { name, state, lastStop } = event.record;
        if (state === 'STOPPING') heldBy.set(name, idsOf(observed.holdersOf(name)));
        else if (lastStop !== null)
          restarts.set(name, after(restarts.get(name) ?? [], lastStop.correlationId));
      },
      called({ kind, service: { name } }) {
        if (kind !== 'stop') return;
        if (observed.services.get(name)?.state !== 'STOPPING')
          broken(`${name} is stopped without a record of it`);
        const now = observed.clock.monotonic();
        const holders = observed
          .holdersOf(name)
          .filter(({ id }) => now - (holdsSince.get(id) ?? now) > DECIDING_MS);
        if (holders.length > 0 && (restarts.get(name) ?? []).length === 0)
          broken(`${name} is stopped although ${idsOf(holders).join()} hold it`);
      },
    };
  },
};

function idsOf(windows: readonly { readonly id: string }[]): readonly string[] {
  return windows.map(({ id }) => id);
}

/** What was asked for later than the one with that id; all where that is none of them. */
function after(asked: readonly string[], correlationId: string): readonly string[] {
  return asked.slice(asked.indexOf(correlationId) + 1);
}
