import { serviceNames } from '../../catalog.ts';
import type { Check } from '../../observed.ts';

/** The resync and a second, by the design; how late an end may be seen in this world; and the step of this test. */
const BOUND_MS = 10_000 + 1_000 + 1_500 + 1_000;
/** A look that hangs ends by its own deadline, and another one may wait behind it. */
const HANGING_LOOK_MS = 2 * 5_000;

export const openMeansReady: Check = {
  sentence: 'W15 OPEN means that every held service is READY, else DEGRADED within a resync and 1 s',
  watch(observed, broken) {
    const openSince = new Map<string, number>();
    const notReadySince = new Map<string, number>();
    return {
      committed(event) {
        if (event.kind !== 'window') return;
        const { id, state } = event.window;
        if (state !== 'OPEN') openSince.delete(id);
        else if (!openSince.has(id)) openSince.set(id, observed.clock.monotonic());
      },
      // Another run: what madre saw of it may have been READY between two steps.
      called({ kind, service: { name } }) {
        if (kind === 'start') notReadySince.delete(name);
      },
      step() {
        const { world, upSince } = observed;
        const now = observed.clock.monotonic();
        for (const name of serviceNames) {
          if (world.isRunning(name) && world.isReady(name)) notReadySince.delete(name);
          else if (!notReadySince.has(name)) notReadySince.set(name, now);
        }
        for (const [id, since] of openSince)
          for (const name of observed.windows.get(id)?.closure ?? []) {
            const brokenSince = Math.max(since, notReadySince.get(name) ?? Infinity, upSince ?? Infinity);
            const boundMs =
              BOUND_MS + (observed.calmSince(name) + 30_000 > brokenSince ? HANGING_LOOK_MS : 0);
            if (now > brokenSince + boundMs)
              broken(`window ${id} is OPEN although ${name} is not ready since ${now - brokenSince} ms`);
          }
      },
    };
  },
};
