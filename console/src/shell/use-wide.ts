import { useSyncExternalStore } from 'react';

const wide = '(min-width: 1100px)';

/** Whether there is room for the chat beside the page. */
export function useWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = matchMedia(wide);
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => matchMedia(wide).matches,
  );
}
