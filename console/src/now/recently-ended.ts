import type { WindowRowFragment } from '../generated/graphql.ts';

const SHOWN = 3;

/** The newest windows that ended, newest first: what failed is read here, and what closed is seen to be over. */
export function recentlyEnded(windows: readonly WindowRowFragment[]): readonly WindowRowFragment[] {
  return windows
    .filter((window) => window.closedAt)
    .sort((a, b) => (b.closedAt ?? '').localeCompare(a.closedAt ?? ''))
    .slice(0, SHOWN);
}
