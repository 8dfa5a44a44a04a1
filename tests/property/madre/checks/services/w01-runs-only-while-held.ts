import { catalog, GRACE_SEC, serviceNames } from '../../catalog.ts';
import type { Check, Observed } from '../../observed.ts';

/** A resync, and the slowest stops of this world, each dependent before what it needs. */
const CALM_BOUND_MS = 10_000 + 3 * GRACE_SEC * 1_000 + 3_000;
/** A hanging stop's own deadline, the longest back-off, and all of that. */
const AFTER_TROUBLE_MS = GRACE_SEC * 1_000 + 10_000 + 10_000 + CALM_BOUND_MS;
const STEP_MS = 1_000;
/** How far what is noted of a window's used time may be behind. */
const NOTED_EVERY_MS = 10_000 + STEP_MS;

export const runsOnlyWhileHeld: Check = {
  sentence:
    'W1 a non-core service runs only until the deadline of its last holder, and then as long as a stop and a resync take',
  watch(observed, broken) {
    const endsAt = new Map<
      string,
      { readonly at: number; readonly allMs: number; readonly shiftMs: number }
    >();
    /** Of each window, what madre must have noted of its use before it was killed, and since when it counts on. */
    const use = new Map<string, { readonly notedMs: number; readonly since: number | null }>();
    const unheldSince = new Map<string, number>();
    return {
      committed(event) {
        if (event.kind !== 'window') return;
        const { id, deadline } = event.window;
        const before = observed.windows.get(id)?.deadline ?? null;
        if (deadline === null || deadline === before) return;
        const known = endsAt.get(id);
        const { clock, wallShiftMs: shiftMs } = observed;
        const allMs = deadline - clock.now();
        // An extension adds the same to both clocks, whatever was done to one of them meanwhile.
        const moreMs = before === null ? 0 : deadline - before;
        if (known === undefined) use.set(id, { notedMs: 0, since: clock.monotonic() });
        if (known === undefined) endsAt.set(id, { at: clock.monotonic() + allMs, allMs, shiftMs });
        else endsAt.set(id, { ...known, at: known.at + moreMs, allMs: known.allMs + moreMs });
      },
      started() {
        const now = observed.clock.monotonic();
        for (const [id, { notedMs }] of use) use.set(id, { notedMs, since: now });
        // Who finds a wall clock that was set since then knows only that no window has more than all of it, less what was noted.
        for (const [id, { at, allMs, shiftMs }] of endsAt)
          if (shiftMs !== observed.wallShiftMs)
            endsAt.set(id, { at: Math.max(at, now + allMs - (use.get(id)?.notedMs ?? 0)), allMs, shiftMs });
      },
      killed() {
        const now = observed.clock.monotonic();
        for (const [id, { notedMs, since }] of use) {
          const moreMs = since === null ? 0 : Math.max(0, now - since - NOTED_EVERY_MS);
          use.set(id, { notedMs: notedMs + moreMs, since: null });
        }
      },
      step() {
        const now = observed.clock.monotonic();
        if (observed.upSince === null) return;
        for (const [id, { at }] of endsAt) {
          const state = observed.windows.get(id)?.state ?? 'CLOSED';
          if (
            ['OPENING', 'OPEN', 'DEGRADED'].includes(state) &&
            now > Math.max(at, observed.upSince) + STEP_MS
          )
            broken(`window ${id} is ${state} ${now - at} ms after its deadline`);
        }
        for (const name of serviceNames) {
          if (!isUnheld(observed, name)) unheldSince.delete(name);
          else if (!unheldSince.has(name)) unheldSince.set(name, now);
          const since = unheldSince.get(name);
          if (since !== undefined && now > since + boundOf(observed, name, since))
            broken(`${name} has run for ${now - since} ms although no window holds it`);
        }
      },
    };
  },
};

function isUnheld(observed: Observed, name: string): boolean {
  const { world } = observed;
  if (!world.running().includes(name) || observed.holdersOf(name).length > 0) return false;
  const isIgnored = catalog.get(name)?.drift.startedByHand === 'ignore' && observed.wasStartedByHand(name);
  return !isIgnored;
}

function boundOf(observed: Observed, name: string, since: number): number {
  const calmSince = observed.calmSince(name);
  if (calmSince + AFTER_TROUBLE_MS <= since) return CALM_BOUND_MS;
  return Math.max(0, calmSince - since) + AFTER_TROUBLE_MS;
}
