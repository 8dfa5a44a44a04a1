import { useEffect, useReducer } from 'react';
import { useClient, useSubscription } from 'urql';
import type { ConnectionState } from './connection.ts';
import { ConsoleStateDocument, WatchServicesDocument, WatchWindowsDocument } from './generated/graphql.ts';
import { nextState, nothingKnown, type LiveState } from './live-state.ts';
import { problemWords } from './problem-words.ts';

export interface LivePower extends LiveState {
  /** Why the state could not be read, in words. */
  readonly problem: string | null;
}

/** Follows windows and services, and reads everything again after each reconnection, which may have missed endings. */
export function useLivePower(connection: ConnectionState, onRefused: () => void): LivePower {
  const client = useClient();
  const [state, dispatch] = useReducer(nextState, nothingKnown);
  const [problem, setProblem] = useReducer((_old: string | null, next: string | null) => next, null);

  const [windows] = useSubscription({ query: WatchWindowsDocument });
  const [services] = useSubscription({ query: WatchServicesDocument });
  useEffect(() => {
    if (windows.data !== undefined) dispatch({ type: 'window', window: windows.data.windowChanged.window });
  }, [windows.data]);
  useEffect(() => {
    if (services.data !== undefined)
      dispatch({ type: 'service', service: services.data.serviceChanged.service });
  }, [services.data]);

  useEffect(() => {
    if (connection === 'refused') onRefused();
    if (connection !== 'live') return;
    dispatch({ type: 'connected' });
    const reading = client.query(ConsoleStateDocument, {}).subscribe((result) => {
      setProblem(result.error ? problemWords('The state could not be read', result.error) : null);
      if (result.data !== undefined) dispatch({ type: 'read', state: result.data });
    });
    return () => reading.unsubscribe();
  }, [client, connection, onRefused]);

  return { ...state, problem };
}
