import { useEffect, useState } from 'react';
import { forgetToken, keepToken, readToken } from '../src/token/token.ts';
import { checkToken, type TokenCheck } from './check-token.ts';
import { Explorer } from './explorer.tsx';

type State = 'no token' | 'checking' | TokenCheck;

const words: Record<State, string> = {
  'no token':
    'Nothing is asked before you enter a token. The start-up message of the gateway says which one is in use.',
  checking: 'asking the gateway',
  accepted: 'Token accepted.',
  refused: 'Token refused: the gateway does not know it. Its start-up message says which one is in use.',
  unreachable: 'The server does not answer. Look whether it still runs, then press Use again.',
};

/** Explorer, documentation and examples, for a token that the gateway accepts. */
export function Playground() {
  const [typed, setTyped] = useState(() => readToken() ?? '');
  // A new object for each try, so that the same token can be tried again.
  const [tried, setTried] = useState({ token: typed });
  const [state, setState] = useState<State>('no token');

  useEffect(() => {
    if (tried.token === '') return setState('no token');
    const leaving = new AbortController();
    setState('checking');
    // checkToken never rejects: each outcome is a state.
    void checkToken(tried.token, leaving.signal).then((check) => {
      if (leaving.signal.aborted) return;
      if (check === 'accepted') keepToken(tried.token);
      if (check === 'refused') forgetToken();
      setState(check);
    });
    return () => leaving.abort();
  }, [tried]);

  return (
    <>
      <form
        className="token"
        onSubmit={(event) => {
          event.preventDefault();
          setTried({ token: typed.trim() });
        }}
      >
        <a href="../">Console</a>
        <label>
          Token{' '}
          <input
            type="password"
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
        <button type="submit">Use</button>
        <p className={state === 'refused' || state === 'unreachable' ? 'broken' : 'dim'} role="status">
          {words[state]}
        </p>
      </form>
      {state === 'accepted' && <Explorer key={tried.token} token={tried.token} />}
    </>
  );
}
