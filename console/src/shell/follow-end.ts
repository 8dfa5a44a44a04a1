import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';

const NEAR_PX = 40;

/**
 * Keeps the end of a scrolled box in view as anything in it grows, for as long as its reader stays at the end. A new
 * `returning` brings the reader back: it is for what they added themselves.
 */
export function useFollowEnd(returning: unknown): {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly onScroll: () => void;
} {
  const ref = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    const box = ref.current;
    if (box === null) return;
    const follow = (): void => {
      if (atEnd.current) box.scrollTop = box.scrollHeight;
    };
    follow();
    const grows = new MutationObserver(follow);
    grows.observe(box, { childList: true, characterData: true, subtree: true });
    return () => grows.disconnect();
  }, []);
  useLayoutEffect(() => {
    const box = ref.current;
    if (box === null || returning === null) return;
    atEnd.current = true;
    box.scrollTop = box.scrollHeight;
  }, [returning]);
  return {
    ref,
    onScroll() {
      const box = ref.current;
      if (box !== null) atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
    },
  };
}
