import type { DossierFragment } from '../generated/graphql.ts';
import { sentence } from '../server/problem-words.ts';

const SHOWN_LINES = 6;

/** What went wrong, what it said last, and apart from that what a person can do. */
export function Dossier(props: { readonly failure: DossierFragment; readonly brief?: boolean }) {
  const { failure } = props;
  const lines = props.brief === true ? [] : failure.lastLogs.slice(-SHOWN_LINES);
  const facts = [
    ...(typeof failure.exitCode === 'number' && !failure.message.includes(`exit code ${failure.exitCode}`)
      ? [`exit code ${failure.exitCode}`]
      : []),
    ...(failure.outOfMemory ? ['out of memory'] : []),
  ];
  return (
    <div className="dossier note">
      <p className="why">
        {sentence(failure.message)}
        {facts.length > 0 && <span className="dim"> {facts.join(', ')}</span>}
      </p>
      {failure.suggestion && <p className="dim">What helps: {sentence(failure.suggestion)}</p>}
      {lines.length > 0 && (
        <pre tabIndex={0} aria-label={`Last lines of ${failure.service.name}`}>
          {lines.map((line) => line.text).join('\n')}
        </pre>
      )}
    </div>
  );
}
