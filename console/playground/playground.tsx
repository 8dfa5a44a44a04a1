import { GraphiQL } from 'graphiql';
import { useEffect, useMemo, useState } from 'react';
import { keepToken, readToken } from '../src/token.ts';
import { exampleTabs } from './examples.ts';
import { createFetcher } from './fetcher.ts';

/** Explorer, documentation and examples; without a token it shows how the gateway refuses. */
export function Playground() {
  const [typed, setTyped] = useState(() => readToken() ?? '');
  const [token, setToken] = useState(typed);
  const connection = useMemo(() => createFetcher(token), [token]);
  useEffect(() => () => connection.close(), [connection]);

  return (
    <>
      <form
        className="token"
        onSubmit={(event) => {
          event.preventDefault();
          keepToken(typed.trim());
          setToken(typed.trim());
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
      </form>
      {/* Another token asks for the schema again: the key makes it a new playground. */}
      <GraphiQL
        key={token}
        fetcher={connection.fetcher}
        defaultTabs={exampleTabs}
        isHeadersEditorEnabled={false}
      />
    </>
  );
}
