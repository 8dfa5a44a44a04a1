import { serviceNames } from '../../catalog.ts';
import type { Check } from '../../observed.ts';

export const exactlyWhatIsWanted: Check = {
  sentence: 'W4 an open that fails leaves running exactly what the other windows and the core want',
  watch(observed, broken) {
    return {
      calm() {
        const running = observed.world.running();
        const isLetBe = (name: string): boolean => observed.isKeptDown(name) && !running.includes(name);
        const held = serviceNames.filter((name) => observed.holdersOf(name).length > 0);
        const wanted = held.filter((name) => !isLetBe(name)).sort();
        if (running.join() !== wanted.join())
          broken(`[${running.join()}] run, wanted are [${wanted.join()}]`);
        for (const { id, state, closure, failure } of observed.windows.values())
          if (
            state === 'OPENING' ||
            (state === 'DEGRADED' && !closure.some((name) => observed.isKeptDown(name)))
          )
            broken(`window ${id} is ${state} although nothing is wrong any more: ${failure?.message ?? '-'}`);
      },
    };
  },
};
