import { isCoreService } from '../../../../../subgraphs/madre/core-services.ts';
import type { Check } from '../../observed.ts';

export const coreIsNotStopped: Check = {
  sentence: 'W3 core is never stopped',
  watch(observed, broken) {
    return {
      called({ kind, service: { name } }) {
        if (isCoreService(name)) broken(`${kind} was asked for ${name}`);
      },
      acknowledged({ action, input, ok }) {
        const named = JSON.stringify(input);
        if (ok && (named.includes('"madre"') || named.includes('"redis"')))
          broken(`${action} of ${named} was not refused`);
      },
      committed(event) {
        if (event.kind !== 'window') return;
        const core = event.window.closure.filter(isCoreService);
        if (core.length > 0) broken(`window ${event.window.id} holds ${core.join()}`);
      },
      ended() {
        if (observed.services.get('madre')?.state !== 'READY') broken('madre is not READY');
      },
    };
  },
};
