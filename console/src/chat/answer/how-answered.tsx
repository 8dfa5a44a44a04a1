import type { SaidFragment } from '../../generated/graphql.ts';
import { addressOf } from '../../shell/route.ts';
import { attemptWords, candidateWords, measureWords } from './speaker.ts';

/** Tokens and times in a line; every attempt, and who was considered, behind a disclosure. */
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
        <ol aria-label="Attempts">
          {message.attempts.map((attempt) => (
            <li key={attempt.order}>{attemptWords(attempt)}</li>
          ))}
          {message.attempts.length === 0 && <li>No engine was asked.</li>}
        </ol>
        {message.route != null && (
          <>
            <p>Who could have answered, {message.route.strategy.toLowerCase().replaceAll('_', ' ')}:</p>
            <ol aria-label="Candidates">
              {message.route.candidates.map((candidate) => (
                <li key={candidate.engine.id}>{candidateWords(candidate)}</li>
              ))}
            </ol>
          </>
        )}
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
