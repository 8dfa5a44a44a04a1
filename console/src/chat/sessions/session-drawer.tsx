import { useEffect, useRef } from 'react';
import { SessionList } from './session-list.tsx';

/** The conversations above the one that is read, where there is no room beside it. It closes when another was chosen. */
export function SessionDrawer(props: { readonly current: string | null }) {
  const { current } = props;
  const drawer = useRef<HTMLDetailsElement>(null);
  const label = useRef<HTMLElement>(null);
  useEffect(() => {
    if (drawer.current?.open !== true) return;
    const hadFocus = drawer.current.contains(document.activeElement);
    drawer.current.open = false;
    if (hadFocus) label.current?.focus();
  }, [current]);
  return (
    <details ref={drawer} className="drawer">
      <summary ref={label}>Conversations</summary>
      <SessionList current={current} />
    </details>
  );
}
