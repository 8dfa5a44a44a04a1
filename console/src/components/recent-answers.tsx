import { useQuery } from 'urql';
import { ComponentAnswersDocument } from '../generated/graphql.ts';
import { hasCode } from '../server/problem-words.ts';
import { addressOf } from '../shell/route.ts';
import { timeOfDay } from '../time/time-of-day.ts';

/** Answers that came from it, and the engines on it as far as switch is awake to tell. */
export function RecentAnswers(props: { readonly name: string }) {
  const [{ data, error }] = useQuery({
    query: ComponentAnswersDocument,
    variables: { name: props.name },
    requestPolicy: 'cache-and-network',
  });
  const answers = data?.service?.recentMessages ?? [];
  const engines = data?.service?.engines ?? [];
  const asleep = hasCode(error, 'SERVICE_ASLEEP');
  if (answers.length === 0 && engines.length === 0 && !asleep) return null;
  return (
    <section aria-labelledby="answers">
      <h3 id="answers">Engines and answers</h3>
      {asleep && <p className="dim">Which engines run on it is known while switch is awake.</p>}
      {engines.length > 0 && <p>{engines.map(({ id, model }) => `${id} (${model})`).join(', ')}</p>}
      <ul className="lines">
        {answers.map((answer) => (
          <li key={answer.id} className="line">
            <time className="dim">{timeOfDay(answer.createdAt)}</time>
            <a href={addressOf({ page: 'chat', session: answer.session.id })}>
              {answer.session.title ?? 'conversation'}
            </a>
            <span className="dim clip">{answer.content}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
