import { plain } from '../components/state/service-words.ts';
import { ResetCircuitDocument, type EngineRowFragment } from '../generated/graphql.ts';
import { useAction } from '../server/use-action.ts';
import { timeOfDay } from '../time/time-of-day.ts';
import { circuitWords, engineTone, observationWords, scoreParts } from './engine-words.ts';

export function EngineCard({ engine }: { readonly engine: EngineRowFragment }) {
  const reset = useAction(ResetCircuitDocument, 'It is not known whether the circuit was reset');
  const score = engine.score.updatedAt ? `measured ${timeOfDay(engine.score.updatedAt)}` : 'not measured yet';
  return (
    <li className="card" data-engine={engine.id} data-row>
      <div className="line spread">
        <span className="name">{engine.id}</span>
        <span className={`state ${engineTone(engine.state)}`}>{plain(engine.state)}</span>
      </div>
      <p className="dim">
        {engine.model} · {plain(engine.provider)}
        {engine.service ? ` on ${engine.service.name}` : ''}
        {engine.hasCredentials ? '' : ' · no key is set'}
        {engine.reason && (
          <>
            <br />
            {engine.reason}
          </>
        )}
      </p>
      <dl className="scores" title={`${score}, from ${engine.score.samples} answers`}>
        {scoreParts(engine.score).map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <meter min={0} max={1} value={value} aria-label={name} /> {value.toFixed(2)}
            </dd>
          </div>
        ))}
      </dl>
      <p className={engine.circuit.state === 'CLOSED' ? 'dim' : 'warning'}>
        {circuitWords(engine.circuit, timeOfDay)}
        {engine.circuit.state !== 'CLOSED' && (
          <button
            type="button"
            className="quiet"
            disabled={reset.running}
            onClick={() => void reset.run({ engine: engine.id })}
          >
            Reset
          </button>
        )}
      </p>
      <p className="dim">{observationWords(engine, timeOfDay)}</p>
      {reset.refusal !== undefined && (
        <p className="broken" role="alert">
          {reset.refusal}
        </p>
      )}
    </li>
  );
}
