import { useEffect, useState } from 'react';

export type Theme = 'system' | 'light' | 'dark';

/** A choice of looks is no secret and outlives the tab. */
const KEY = 'vx11-theme';
const order: readonly Theme[] = ['system', 'light', 'dark'];

export function useTheme(): { readonly theme: Theme; readonly next: () => void } {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
    localStorage.setItem(KEY, theme);
  }, [theme]);
  return {
    theme,
    next: () => setTheme(order[(order.indexOf(theme) + 1) % order.length] ?? 'system'),
  };
}

function readTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return order.find((theme) => theme === kept) ?? 'system';
}
