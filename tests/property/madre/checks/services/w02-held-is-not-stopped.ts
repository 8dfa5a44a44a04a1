import type { Check } from '../../observed.ts';

export const heldIsNotStopped: Check = {
  sentence: 'W2 ending one window never stops a service that another live window holds',
  watch(observed, broken) {
    /** Restarts that were asked for and whose stop has not succeeded yet: by service, the request. */
    const restarting = new Map<string, string>();
    /** Whether a stop that is recorded was right when it was. */
    const stopping = new Set<string>();
    return {
      committed(event) {
        if (event.kind === 'audit') {
          const { action, outcome, target, correlationId } = event.entry;
          if (action === 'restartService' && outcome === 'OK') restarting.set(target ?? '', correlationId);
          if (action === 'service.restart-failed') restarting.delete(target ?? '');
        }
        if (event.kind !== 'service') return;
        const { name, state, lastStop } = event.record;
        if (state === 'STOPPING') {
          stopping.add(name);
          const holders = observed.holdersOf(name);
          if (holders.length > 0 && !restarting.has(name))
            broken(`${name} is being stopped although ${holders.map(({ id }) => id).join()} hold it`);
        } else {
          stopping.delete(name);
          if (lastStop?.correlationId === restarting.get(name)) restarting.delete(name);
        }
      },
      called({ kind, service: { name } }) {
        if (kind === 'stop' && !stopping.has(name)) broken(`${name} is stopped without a record of it`);
      },
      killed() {
        stopping.clear();
      },
    };
  },
};
