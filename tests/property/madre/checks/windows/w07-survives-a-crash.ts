import type { Check } from '../../observed.ts';

export const survivesACrash: Check = {
  sentence: 'W7 an acknowledged open survives kill -9 with the same deadline',
  watch(observed, broken) {
    /** By window: its deadline as the last answer about it said. */
    const promised = new Map<string, string | null>();
    return {
      acknowledged({ ok, window }) {
        if (ok && window !== null) promised.set(window.id, window.deadline);
      },
      committed(event) {
        if (event.kind !== 'window' || !promised.has(event.window.id)) return;
        // Out of the queue its ttl begins; and an extension may be committed although its answer was lost.
        const isAdmitted = observed.windows.get(event.window.id)?.state === 'QUEUED';
        if (isAdmitted || event.type === 'EXTENDED')
          promised.set(event.window.id, toText(event.window.deadline));
      },
      started(stored) {
        const found = new Map(stored.map((window) => [window.id, window]));
        for (const [id, deadline] of promised) {
          const window = found.get(id);
          if (window === undefined) broken(`window ${id} was acknowledged and is gone`);
          else if (toText(window.deadline) !== deadline)
            broken(`window ${id} was promised until ${deadline}, and now until ${toText(window.deadline)}`);
        }
      },
    };
  },
};

function toText(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString();
}
