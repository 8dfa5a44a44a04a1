import type { Check } from '../../observed.ts';

export const queriesDoNothing: Check = {
  sentence: 'W10 queries cause no runtime write, no change and no look either',
  watch(observed, broken) {
    return {
      called({ kind, service: { name } }) {
        if (observed.isAsking) broken(`a query caused a ${kind} of ${name}`);
      },
      committed(event) {
        if (observed.isAsking) broken(`a query caused event ${event.seq} of kind ${event.kind}`);
      },
    };
  },
};
