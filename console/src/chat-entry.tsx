import type { Entry } from './conversation.ts';
import { factChips } from './fact-chips.ts';
import type { SaidFragment } from './generated/graphql.ts';

export function ChatEntry({ entry }: { readonly entry: Entry }) {
  switch (entry.by) {
    case 'you':
      return <p className="you">{entry.text}</p>;
    case 'nobody':
      return <p className="broken">{entry.problem}</p>;
    case 'stack':
      return <Answer answer={entry.answer} />;
  }
}

function Answer({ answer }: { readonly answer: SaidFragment }) {
  const chips = factChips(answer.grounded);
  return (
    <article className="answer">
      <p className="dim">
        <strong>{answer.engine?.id ?? 'madre'}</strong>{' '}
        {answer.degraded && <span className="state warning">no engine: {answer.degradedReason}</span>}
        {answer.status !== 'COMPLETE' && (
          <span className="state warning">
            {answer.status.toLowerCase()}
            {answer.error && `: ${answer.error.message}`}
          </span>
        )}
      </p>
      <p className="text">{answer.content}</p>
      {chips.length > 0 && (
        <ul className="facts" aria-label="Facts in this answer">
          {chips.map((chip) => (
            <li key={chip}>{chip}</li>
          ))}
        </ul>
      )}
    </article>
  );
}
