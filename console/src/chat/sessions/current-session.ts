import { useSyncExternalStore } from 'react';

/** The conversation that this tab is in, so that it goes on after a reload and beside every page. */
const KEY = 'vx11-session';
const watchers = new Set<() => void>();

export function useCurrentSession(): string | null {
  return useSyncExternalStore(
    (changed) => {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
    () => sessionStorage.getItem(KEY),
  );
}

export function keepSession(id: string): void {
  sessionStorage.setItem(KEY, id);
  for (const changed of watchers) changed();
}
