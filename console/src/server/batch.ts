import { useCallback, useEffect, useRef } from 'react';

/** About one frame. A timer, because frames stop in a tab that nobody sees, and what waits must stay little. */
const BATCH_MS = 16;

/** Hands over what was added since the last time, together: a stream of small events makes one paint each, not one per event. */
export function useBatch<Item>(onItems: (items: readonly Item[]) => void): (item: Item) => void {
  const items = useRef<Item[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const handler = useRef(onItems);
  useEffect(() => {
    handler.current = onItems;
  });
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return useCallback((item: Item) => {
    items.current.push(item);
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      handler.current(items.current.splice(0));
    }, BATCH_MS);
  }, []);
}
