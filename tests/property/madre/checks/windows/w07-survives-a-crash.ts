import type { Check } from '../../observed.ts';

export const survivesACrash: Check = {
  sentence: 'W7 an acknowledged open survives kill -9 with the same deadline',
  watch(observed, broken) {
    /** By window: each deadline that it was given, the one in force last. */
    const given = new Map<string, readonly (string | null)[]>();
    const promised = new Set<string>();
    return {
      committed(event) {
        if (event.kind !== 'window') return;
        const { id, deadline } = event.window;
        const before = observed.windows.get(id);
        // Its first one, that of its admission, and those of extensions, of which an answer may be lost.
        if (before === undefined || before.state === 'QUEUED' || event.type === 'EXTENDED')
          given.set(id, [...(given.get(id) ?? []), toText(deadline)]);
      },
      acknowledged({ ok, window }) {
        if (!ok || window === null) return;
        promised.add(window.id);
        // An answer tells what was when it was decided: the window may be out of the queue before it is heard.
        if (given.get(window.id)?.includes(window.deadline) !== true)
          broken(`window ${window.id} was promised until ${window.deadline}, which it was never given`);
      },
      started(stored) {
        const found = new Map(stored.map((window) => [window.id, window]));
        for (const id of promised) {
          const window = found.get(id);
          const deadline = given.get(id)?.at(-1) ?? null;
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
