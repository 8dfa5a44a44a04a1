import { useCallback, useEffect, useState } from 'react';
import { Provider } from 'urql';
import { LiveProvider } from './live/live.tsx';
import { connect, type Connection, type ConnectionState } from './server/connection.ts';
import { Shell } from './shell/shell.tsx';
import { forgetToken, keepToken, readToken } from './token/token.ts';
import { TokenEntry } from './token/token-entry.tsx';

/** Asks for a token, then shows the control room for as long as the gateway accepts it. */
export function App() {
  const [token, setToken] = useState(readToken);
  const [refused, setRefused] = useState(false);
  const [state, setState] = useState<ConnectionState>('connecting');
  const [connection, setConnection] = useState<Connection>();

  useEffect(() => {
    if (token === null) return;
    const opened = connect(token, setState);
    setState('connecting');
    setConnection(opened);
    return () => {
      opened.close();
      setConnection(undefined);
    };
  }, [token]);

  const leave = useCallback((because: 'asked' | 'refused') => {
    forgetToken();
    setToken(null);
    setRefused(because === 'refused');
  }, []);

  useEffect(() => {
    if (state === 'refused') leave('refused');
  }, [state, leave]);

  if (token === null) {
    return (
      <TokenEntry
        refused={refused}
        onToken={(entered) => {
          keepToken(entered);
          setRefused(false);
          setState('connecting');
          setToken(entered);
        }}
      />
    );
  }
  if (connection === undefined) return null;
  return (
    <Provider value={connection.client}>
      <LiveProvider connection={state}>
        <Shell onForget={() => leave('asked')} />
      </LiveProvider>
    </Provider>
  );
}
