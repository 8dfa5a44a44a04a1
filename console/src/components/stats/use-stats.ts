import { useReducer } from 'react';
import { WatchStatsDocument } from '../../generated/graphql.ts';
import { useEvents } from '../../server/use-events.ts';
import { addSample, type Stats } from './stats.ts';

const nothing: Stats = new Map();

/** Measured only for as long as somebody looks: what uses this must be on the screen. */
export function useStats(names: readonly string[] | null): Stats {
  const [stats, add] = useReducer(addSample, nothing);
  useEvents(WatchStatsDocument, names === null ? {} : { names: [...names] }, ({ serviceStats }) =>
    add(serviceStats),
  );
  return stats;
}
