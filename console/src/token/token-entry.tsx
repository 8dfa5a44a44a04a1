import { useState } from 'react';

export function TokenEntry(props: { readonly refused: boolean; readonly onToken: (token: string) => void }) {
  const [value, setValue] = useState('');
  return (
    <main className="gate">
      <form
        className="panel"
        onSubmit={(event) => {
          event.preventDefault();
          if (value.trim() !== '') props.onToken(value.trim());
        }}
      >
        <h1>tentaculo_link</h1>
        <p className="dim">
          Everything behind this door needs a token; the gateway's start-up message says which one is in use.
          It stays in this tab and is gone when you close it.
        </p>
        <label htmlFor="token">Token</label>
        <input
          id="token"
          type="password"
          autoComplete="off"
          autoFocus
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
        {props.refused && (
          <p className="broken" role="alert">
            The gateway does not know this token, or it has expired.
          </p>
        )}
        <button type="submit" className="primary" disabled={value.trim() === ''}>
          Enter
        </button>
      </form>
    </main>
  );
}
