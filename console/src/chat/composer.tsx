import { useState } from 'react';
import type { Conversation } from './use-conversation.ts';

/** Enter sends, Shift and Enter makes a line. What could not be sent stays for another try. */
export function Composer(props: {
  readonly state: Conversation['state'];
  readonly connected: boolean;
  readonly onSend: (message: string) => Promise<boolean>;
  readonly onStop: () => void;
}) {
  const [draft, setDraft] = useState('');
  const answering = props.state === 'answering';
  const sendable = draft.trim() !== '' && (props.state === 'idle' || props.state === 'loading');

  async function send(): Promise<void> {
    if (!sendable) return;
    const message = draft;
    setDraft('');
    if (!(await props.onSend(message))) setDraft((typed) => (typed === '' ? message : typed));
  }

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        // send shows every outcome itself.
        void send();
      }}
    >
      <textarea
        rows={2}
        aria-label="Message"
        placeholder={
          props.connected ? 'Ask what runs, or anything else' : 'The server does not answer just now'
        }
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          // send shows every outcome itself.
          void send();
        }}
      />
      {answering ? (
        <button type="button" onClick={props.onStop}>
          Stop
        </button>
      ) : (
        <button type="submit" className="primary" disabled={!sendable}>
          Send
        </button>
      )}
    </form>
  );
}
