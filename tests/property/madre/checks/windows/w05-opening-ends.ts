import type { Check } from '../../observed.ts';

const STEP_MS = 1_000;

export const openingEnds: Check = {
  sentence: 'W5 every OPENING ends within its budget',
  watch(observed, broken) {
    const opening = new Map<
      string,
      { readonly by: number; readonly budgetMs: number; readonly shiftMs: number }
    >();
    return {
      committed(event) {
        if (event.kind !== 'window') return;
        const { id, state, startBy } = event.window;
        if (state !== 'OPENING') opening.delete(id);
        if (state !== 'OPENING' || opening.has(id)) return;
        const budgetMs = startBy - observed.clock.now();
        const by = observed.clock.monotonic() + budgetMs;
        opening.set(id, { by, budgetMs, shiftMs: observed.wallShiftMs });
      },
      started() {
        const now = observed.clock.monotonic();
        for (const [id, { by, budgetMs, shiftMs }] of opening)
          if (shiftMs !== observed.wallShiftMs)
            opening.set(id, { by: Math.max(by, now + budgetMs), budgetMs, shiftMs });
      },
      step() {
        const { upSince } = observed;
        const now = observed.clock.monotonic();
        for (const [id, { by }] of opening)
          if (upSince !== null && now > Math.max(by, upSince) + STEP_MS)
            broken(`window ${id} is OPENING ${now - by} ms after its budget`);
      },
    };
  },
};
