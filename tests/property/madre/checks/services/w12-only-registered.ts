import { catalog } from '../../catalog.ts';
import type { Check } from '../../observed.ts';

export const onlyRegistered: Check = {
  sentence: 'W12 only registered services are touched',
  watch(_observed, broken) {
    return {
      called({ kind, service }) {
        if (catalog.get(service.name) !== service) broken(`${kind} was asked for ${service.name}`);
      },
      acknowledged({ action, input, ok }) {
        if (ok && JSON.stringify(input).includes('"nobody"')) broken(`${action} of nobody was not refused`);
      },
    };
  },
};
