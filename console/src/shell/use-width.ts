import { useSyncExternalStore } from 'react';

/** There is room for the chat beside the page. */
export const isWide = '(min-width: 1100px)';
/** Columns stand below each other; the style sheets have the same limit. */
export const isPhone = '(max-width: 719px)';

/** Whether the page has that width, also while it changes. */
export function useWidth(width: typeof isWide | typeof isPhone): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = matchMedia(width);
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => matchMedia(width).matches,
  );
}
