import { useState } from 'react';
import { ChatLog } from './chat-log.tsx';
import { useConversation } from './conversation.ts';

/** One conversation. An answer says who gave it, and when it is madre, why no engine did. */
export function Chat(props: { readonly connected: boolean }) {
  const conversation = useConversation(props.connected);
  const [draft, setDraft] = useState('');
  const sendable = draft.trim() !== '' && conversation.state === 'idle';

  async function send(): Promise<void> {
    const message = draft.trim();
    setDraft('');
    const heard = await conversation.ask(message);
    if (!heard) setDraft((typedSince) => (typedSince === '' ? message : typedSince));
  }

  return (
    <section className="chat" aria-labelledby="chat">
      <div className="line">
        <h2 id="chat">Chat</h2>
        {conversation.entries.length > 0 && conversation.state === 'idle' && (
          <button type="button" className="quiet" onClick={conversation.startNew}>
            New conversation
          </button>
        )}
      </div>
      <ChatLog entries={conversation.entries} state={conversation.state} />
      <form
        className="line"
        onSubmit={(event) => {
          event.preventDefault();
          // send shows every outcome itself.
          if (sendable) void send();
        }}
      >
        <input
          aria-label="Message"
          placeholder="Message"
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
        />
        <button type="submit" className="primary" disabled={!sendable}>
          Send
        </button>
      </form>
    </section>
  );
}
