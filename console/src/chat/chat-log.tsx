import type { SaidFragment } from '../generated/graphql.ts';
import { useFollowEnd } from '../shell/follow-end.ts';
import { Answer } from './answer/answer.tsx';
import { speakerWords } from './answer/speaker.ts';
import { isRunning } from './answer/use-answer.ts';
import type { Conversation } from './use-conversation.ts';

export function ChatLog(props: {
  readonly conversation: Conversation;
  readonly onAsk: (message: string) => void;
}) {
  const { messages, asked, awaited, state, problem } = props.conversation;
  const { ref, onScroll } = useFollowEnd(asked);
  return (
    <>
      {/* Quiet itself: the line below announces each answer once, when it is whole. */}
      <div
        ref={ref}
        onScroll={onScroll}
        className="log"
        role="log"
        aria-label="Conversation"
        aria-live="off"
        tabIndex={0}
      >
        {state === 'loading' && messages.length === 0 && <p className="dim">reading the conversation</p>}
        {messages.length === 0 && asked === null && state !== 'loading' && (
          <p className="dim">
            Ask what runs. While switch is awake an engine answers, else madre does, from what it observes.
          </p>
        )}
        {messages.map((message, index) =>
          message.role === 'USER' ? (
            <p key={message.id} className="you">
              {message.content}
            </p>
          ) : (
            <Answer
              key={message.id}
              message={message}
              onRetry={retryOf(messages, index, state === 'idle' ? props.onAsk : null)}
            />
          ),
        )}
        {asked !== null && <p className="you">{asked}</p>}
        {asked !== null && <p className="dim">requested</p>}
        {problem !== null && <p className="broken">{problem}</p>}
      </div>
      <p className="unseen" role="status">
        {announcement(messages.at(-1), awaited)}
      </p>
    </>
  );
}

/** Asking again is for the newest answer, where no engine gave a whole one. */
function retryOf(
  messages: readonly SaidFragment[],
  index: number,
  ask: ((message: string) => void) | null,
): (() => void) | null {
  const answer = messages[index];
  const question = messages.slice(0, index).findLast(({ role }) => role === 'USER');
  const whole = answer?.status === 'COMPLETE' && !answer.degraded;
  if (ask === null || question === undefined || whole || index !== messages.length - 1) return null;
  return () => ask(question.content);
}

/** An answer in words, once it is whole, and only the one that was asked for here. */
function announcement(newest: SaidFragment | undefined, awaited: string | null): string {
  if (newest === undefined || newest.id !== awaited || isRunning(newest)) return '';
  return `${speakerWords(newest).who}: ${newest.content}`;
}
