import { useState } from 'react';
import { useMutation } from 'urql';
import { AskDocument, type AskMutation } from './generated/graphql.ts';

type Answer = NonNullable<AskMutation['chat']['message']>;
type Entry =
  | { readonly by: 'you'; readonly text: string }
  | { readonly by: 'stack'; readonly answer: Answer }
  | { readonly by: 'nobody'; readonly problem: string };

/** One conversation. An answer says who gave it, and when it is madre, why no engine did. */
export function Chat() {
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  const [sessionId, setSessionId] = useState<string>();
  const [draft, setDraft] = useState('');
  const [asking, ask] = useMutation(AskDocument);
  const add = (entry: Entry): void => setEntries((before) => [...before, entry]);

  async function send(): Promise<void> {
    const message = draft.trim();
    setDraft('');
    add({ by: 'you', text: message });
    const { data, error } = await ask({ message, ...(sessionId === undefined ? {} : { sessionId }) });
    const chat = data?.chat;
    if (chat?.session) setSessionId(chat.session.id);
    if (chat?.ok === true && chat.message) add({ by: 'stack', answer: chat.message });
    else add({ by: 'nobody', problem: chat?.error?.message ?? error?.message ?? 'no answer came' });
  }

  return (
    <section className="chat" aria-labelledby="chat">
      <h2 id="chat">Chat</h2>
      <div className="panel talk" role="log" aria-live="polite">
        {entries.length === 0 && (
          <p className="dim">
            Ask what runs. While switch is awake an engine answers, else madre does, from what it observes.
          </p>
        )}
        {entries.map((entry, index) => (
          // Entries are only ever added, so the place of one is its name.
          <ChatEntry key={index} entry={entry} />
        ))}
        {asking.fetching && <p className="dim">waiting for the answer</p>}
      </div>
      <form
        className="line"
        onSubmit={(event) => {
          event.preventDefault();
          // send shows every outcome itself.
          if (draft.trim() !== '' && !asking.fetching) void send();
        }}
      >
        <input
          aria-label="Message"
          placeholder="Message"
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
        />
        <button type="submit" className="primary" disabled={draft.trim() === '' || asking.fetching}>
          Send
        </button>
      </form>
    </section>
  );
}

function ChatEntry({ entry }: { readonly entry: Entry }) {
  switch (entry.by) {
    case 'you':
      return <p className="you">{entry.text}</p>;
    case 'nobody':
      return <p className="broken">{entry.problem}</p>;
    case 'stack':
      return (
        <article className="answer">
          <p className="dim">
            <strong>{entry.answer.engine?.id ?? 'madre'}</strong>{' '}
            {entry.answer.degraded && (
              <span className="state warning">no engine: {entry.answer.degradedReason}</span>
            )}
          </p>
          <p className="text">{entry.answer.content}</p>
          {entry.answer.grounded.length > 0 && (
            <ul className="facts">
              {entry.answer.grounded.map((fact) => (
                <li key={fact.field} title={`observed ${fact.observedAt}`}>
                  {fact.field}: {JSON.stringify(fact.value)}
                </li>
              ))}
            </ul>
          )}
        </article>
      );
  }
}
