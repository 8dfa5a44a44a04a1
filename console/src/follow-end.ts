import { useLayoutEffect, useRef, type RefObject } from 'react';

const NEAR_PX = 40;

/**
 * Keeps the end of a scrolled box in view as it grows, for as long as its reader stays at the end.
 * `always` is for what the reader added.
 */
export function useFollowEnd(
  content: readonly [unknown, unknown],
  always: boolean,
): { readonly ref: RefObject<HTMLDivElement | null>; readonly onScroll: () => void } {
  const ref = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [first, second] = content;
  useLayoutEffect(() => {
    const box = ref.current;
    if (box === null || !(atEnd.current || always)) return;
    box.scrollTop = box.scrollHeight;
    atEnd.current = true;
  }, [first, second, always]);
  return {
    ref,
    onScroll() {
      const box = ref.current;
      if (box !== null) atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
    },
  };
}
