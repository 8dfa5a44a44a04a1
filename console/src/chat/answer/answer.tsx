import type { SaidFragment } from '../../generated/graphql.ts';
import { timeOfDay } from '../../time/time-of-day.ts';
import { Markdown } from '../markdown/markdown.tsx';
import { Facts } from './facts.tsx';
import { HowAnswered } from './how-answered.tsx';
import { ProposalCard } from './proposal-card.tsx';
import { speakerWords, unseenRestarts } from './speaker.ts';
import { isRunning, useAnswer } from './use-answer.ts';
import { WakeEngine } from './wake-engine.tsx';

/** What one answer is, from its first word on. What was void stays to be seen, struck through, or is told where this page did not see it. */
export function Answer(props: { readonly message: SaidFragment; readonly onRetry: (() => void) | null }) {
  const { message } = props;
  const state = useAnswer(message);
  const running = isRunning(message);
  const { who, why } = running ? { who: state.engine ?? 'waiting', why: state.why } : speakerWords(message);
  return (
    <article className="answer" aria-busy={running}>
      <header>
        <strong>{who}</strong>
        {why !== null && <span className={message.degraded ? 'state warning' : 'dim'}>{why}</span>}
        {!running && message.status !== 'COMPLETE' && (
          <span className="state warning">
            {message.status.toLowerCase()}
            {message.error && message.status !== 'CANCELLED' && `: ${message.error.message}`}
          </span>
        )}
        <time className="dim">{timeOfDay(message.createdAt)}</time>
      </header>
      {unseenRestarts(message.attempts, state.voided.length).map((words) => (
        <p key={words} className="voided warning">
          {words}.
        </p>
      ))}
      {state.voided.map((voided, index) => (
        <div key={index} className="voided">
          <del>{voided.text}</del>
          <p className="warning">{voided.words}.</p>
        </div>
      ))}
      {running && state.reasoning !== '' && (
        <details>
          <summary>thinking</summary>
          <p className="dim">{state.reasoning}</p>
        </details>
      )}
      <Markdown text={running ? state.text : message.content} />
      {running && <p className="caret dim">{state.text === '' ? 'waiting for the first word' : 'writing'}</p>}
      {!running && (
        <>
          <Facts facts={message.grounded} />
          {message.proposals.map((proposal, index) => (
            <ProposalCard key={index} proposal={proposal} />
          ))}
          {message.degraded && <WakeEngine />}
          <HowAnswered message={message} onRetry={props.onRetry} />
        </>
      )}
    </article>
  );
}
