import type { SaidFragment } from '../../generated/graphql.ts';
import { addressOf } from '../../shell/route.ts';
import { attemptWords, measureWords } from './speaker.ts';

/** Tokens and times in a line; every attempt behind a disclosure. */
export function HowAnswered(props: {
  readonly message: SaidFragment;
  readonly onRetry: (() => void) | null;
}) {
  const { message } = props;
  return (
    <footer className="how dim">
      <span>{measureWords(message)}</span>
      {props.onRetry !== null && (
        <button type="button" className="quiet" onClick={props.onRetry}>
          Ask again
        </button>
      )}
      <details>
        <summary>how it was answered</summary>
        <ol>
          {message.attempts.map((attempt) => (
            <li key={attempt.order}>{attemptWords(attempt)}</li>
          ))}
          {message.attempts.length === 0 && <li>No engine was asked.</li>}
        </ol>
        {message.toolCalls.map((call) => (
          <p key={call.id}>
            tool {call.tool}: {call.error ?? call.status.toLowerCase()}
          </p>
        ))}
        <a href={addressOf({ page: 'timeline', correlationId: message.correlationId })}>
          What belonged to it
        </a>
      </details>
    </footer>
  );
}
