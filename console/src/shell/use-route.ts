import { useMemo, useSyncExternalStore } from 'react';
import { addressOf, routeOf, type Route } from './route.ts';

/** The place that the address names; the browser's back button goes through them. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(onHashChange, () => location.hash);
  return useMemo(() => routeOf(hash), [hash]);
}

export function go(route: Route): void {
  location.hash = addressOf(route);
}

/** Another address for the same place: the back button leaves it out. */
export function goInstead(route: Route): void {
  history.replaceState(null, '', addressOf(route));
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

function onHashChange(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}
