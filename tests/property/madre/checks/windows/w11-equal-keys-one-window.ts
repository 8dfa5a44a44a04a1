import type { Check } from '../../observed.ts';

export const equalKeysOneWindow: Check = {
  sentence: 'W11 equal idempotency keys: one window, one start',
  watch(observed, broken) {
    const known = new Map<string, { readonly id: string; readonly input: string }>();
    const openings = new Map<string, number>();
    return {
      acknowledged({ action, input, ok, code, window }) {
        const { idempotencyKey: key, ...rest } = input as { readonly idempotencyKey?: string | null };
        if (action !== 'openWindow' || key == null) return;
        const first = known.get(key);
        const text = JSON.stringify(rest);
        if (ok && window !== null && first === undefined) known.set(key, { id: window.id, input: text });
        if (first === undefined) return;
        if (first.input === text && ok && window?.id !== first.id)
          broken(`key ${key} made ${window?.id} beside ${first.id}`);
        if (first.input !== text && ok) broken(`key ${key} was taken with another input: ${text}`);
        if (first.input === text && !ok) broken(`key ${key} was refused when it was repeated: ${code}`);
      },
      committed(event) {
        if (event.kind !== 'window' || event.type !== 'OPENING') return;
        const { id } = event.window;
        openings.set(id, (openings.get(id) ?? 0) + 1);
        if ((openings.get(id) ?? 0) > 1 || observed.windows.get(id)?.state === 'OPENING')
          broken(`window ${id} began more than once`);
      },
    };
  },
};
