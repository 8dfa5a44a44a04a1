import { ChatEntry } from './chat-entry.tsx';
import type { Conversation, Entry } from './conversation.ts';
import { useFollowEnd } from './follow-end.ts';

export function ChatLog(props: Pick<Conversation, 'entries' | 'state'>) {
  const { entries, state } = props;
  const newest = entries.at(-1);
  const { ref, onScroll } = useFollowEnd([entries, state], newest?.by === 'you');
  return (
    <>
      {/* Quiet itself: the line below announces each answer once, without what stands around it. */}
      <div
        ref={ref}
        onScroll={onScroll}
        className="panel talk"
        role="log"
        aria-label="Conversation"
        aria-live="off"
        tabIndex={0}
      >
        {state === 'loading' && <p className="dim">reading the conversation</p>}
        {entries.length === 0 && state === 'idle' && (
          <p className="dim">
            Ask what runs. While switch is awake an engine answers, else madre does, from what it observes.
          </p>
        )}
        {entries.map((entry, index) => (
          // Entries are only ever added, so the place of one is its name.
          <ChatEntry key={index} entry={entry} />
        ))}
        {state === 'asking' && <p className="dim">waiting for the answer</p>}
      </div>
      <p className="unseen" role="status">
        {state === 'idle' && newest !== undefined && announcement(newest)}
      </p>
    </>
  );
}

function announcement(entry: Entry): string {
  switch (entry.by) {
    case 'you':
      return '';
    case 'nobody':
      return entry.problem;
    case 'stack':
      return `${entry.answer.engine?.id ?? 'madre'}: ${entry.answer.content}`;
  }
}
