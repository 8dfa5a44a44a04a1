import type { Check } from '../../observed.ts';

/** No back-off allows more within one step. */
const MOST_OPERATIONS = 12;

export const oneOperationEach: Check = {
  sentence: 'W9 at most one operation per service, and none in a busy loop',
  watch(_observed, broken) {
    const underWay = new Map<string, string>();
    const counts = new Map<string, number>();
    return {
      passedOn({ kind, service: { name }, signal }, ended) {
        if (kind !== 'start' && kind !== 'stop') return;
        const other = underWay.get(name);
        if (other !== undefined) broken(`a ${kind} of ${name} began inside its ${other}`);
        counts.set(`${kind} ${name}`, (counts.get(`${kind} ${name}`) ?? 0) + 1);
        underWay.set(name, kind);
        // A call whose signal aborted has ended for madre.
        const end = (): void => void underWay.delete(name);
        signal.addEventListener('abort', end, { once: true });
        ended.catch(() => undefined).finally(() => signal.aborted || end());
      },
      killed: () => underWay.clear(),
      step() {
        for (const [operation, count] of counts)
          if (count > MOST_OPERATIONS) broken(`${operation} was asked for ${count} times within a second`);
        counts.clear();
      },
    };
  },
};
