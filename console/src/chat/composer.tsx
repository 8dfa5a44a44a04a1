import { useState } from 'react';
import type { Conversation } from './use-conversation.ts';
import { useHeldSend } from './use-held-send.ts';

/** Enter sends, Shift and Enter makes a line. What could not be sent stays for another try. */
export function Composer(props: {
  readonly conversation: Conversation;
  readonly connected: boolean;
  readonly onSend: (message: string) => Promise<boolean>;
}) {
  const { conversation, connected, onSend } = props;
  const [draft, setDraft] = useState('');
  // send shows every outcome itself.
  const { held, request, takeBack } = useHeldSend(conversation, () => void send());
  const sendable = draft.trim() !== '';

  async function send(): Promise<void> {
    const message = draft;
    setDraft('');
    if (!(await onSend(message))) setDraft((typed) => (typed === '' ? message : `${message}\n${typed}`));
  }

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        if (sendable) request();
      }}
    >
      <textarea
        rows={2}
        aria-label="Message"
        placeholder={connected ? 'Ask what runs, or anything else' : 'The server does not answer just now'}
        value={draft}
        onChange={(event) => {
          takeBack();
          setDraft(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') takeBack();
          if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          if (sendable) request();
        }}
      />
      {conversation.state === 'answering' ? (
        <button type="button" onClick={conversation.stop}>
          Stop
        </button>
      ) : (
        <button type="submit" className="primary" disabled={!sendable}>
          Send
        </button>
      )}
      <p className="dim" role="status">
        {held && 'It is sent as soon as it can be. Escape takes it back.'}
      </p>
    </form>
  );
}
