import type { Check } from '../../observed.ts';

export const nothingAfterTheLast: Check = {
  sentence: 'W6 after the last window nothing outside the core runs',
  watch(observed, broken) {
    return {
      ended() {
        const running = observed.world.running();
        if (running.length > 0) broken(`${running.join()} runs`);
        for (const { id, state } of observed.windows.values())
          if (state !== 'CLOSED' && state !== 'FAILED') broken(`window ${id} is still ${state}`);
      },
    };
  },
};
