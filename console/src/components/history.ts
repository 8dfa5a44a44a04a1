import type { WatchHistorySubscription } from '../generated/graphql.ts';

export type Change = Pick<WatchHistorySubscription['serviceChanged'], 'seq' | 'at' | 'service'>;

const MOST_CHANGES = 60;

/** Oldest first, one entry per state: an event that repeats the state adds nothing. */
export function addChange(changes: readonly Change[], change: Change): readonly Change[] {
  const newest = changes.at(-1);
  if (newest !== undefined && change.seq <= newest.seq) return changes;
  if (newest !== undefined && newest.service.state === change.service.state) return changes;
  return [...changes, change].slice(-MOST_CHANGES);
}
