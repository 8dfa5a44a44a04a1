import { createContext, useContext, useEffect, useMemo, useReducer, useState, type ReactNode } from 'react';
import { useClient } from 'urql';
import {
  ConsoleStateDocument,
  WatchPolicyDocument,
  WatchServicesDocument,
  WatchWindowsDocument,
} from '../generated/graphql.ts';
import type { ConnectionState } from '../server/connection.ts';
import { problemWords } from '../server/problem-words.ts';
import { useEvents } from '../server/use-events.ts';
import { useServerOffset } from '../time/server-time.ts';
import { nextState, nothingKnown, type LiveState } from './live-state.ts';

export interface Live extends LiveState {
  readonly connection: ConnectionState;
  /** True where what is shown is only remembered. */
  readonly stale: boolean;
  /** Add it to this machine's clock to have the server's. */
  readonly offsetMs: number;
  /** Why the state could not be read, in words. */
  readonly problem: string | null;
}

const LiveContext = createContext<Live | null>(null);

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === null) throw new Error('useLive is for what stands inside LiveProvider');
  return live;
}

/** Follows windows and services, and reads everything again after each connection, which may have missed endings. */
export function LiveProvider(props: { readonly connection: ConnectionState; readonly children: ReactNode }) {
  const { connection } = props;
  const client = useClient();
  const [state, dispatch] = useReducer(nextState, nothingKnown);
  const [problem, setProblem] = useState<string | null>(null);
  useEvents(WatchWindowsDocument, {}, ({ windowChanged }) =>
    dispatch({ type: 'window', event: windowChanged }),
  );
  useEvents(WatchServicesDocument, {}, ({ serviceChanged }) =>
    dispatch({ type: 'service', event: serviceChanged }),
  );
  useEvents(WatchPolicyDocument, {}, ({ statusChanged: { policy } }) => {
    if (policy) dispatch({ type: 'policy', policy });
  });
  useEffect(() => {
    if (connection !== 'live') return;
    dispatch({ type: 'connected' });
    let left = false;
    // A query never rejects: its error is part of the result.
    void client
      .query(ConsoleStateDocument, {}, { requestPolicy: 'network-only' })
      .toPromise()
      .then(({ data, error }) => {
        if (left) return;
        setProblem(error ? problemWords('The state could not be read', error) : null);
        if (data !== undefined) dispatch({ type: 'read', state: data });
      });
    return () => {
      left = true;
    };
  }, [client, connection]);

  const offsetMs = useServerOffset(state.power?.serverTime);
  const live = useMemo(
    () => ({ ...state, connection, stale: connection !== 'live', offsetMs, problem }),
    [state, connection, offsetMs, problem],
  );
  return <LiveContext value={live}>{props.children}</LiveContext>;
}
