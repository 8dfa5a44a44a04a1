import { useState } from 'react';
import {
  RestartServiceDocument,
  StopServiceDocument,
  type ServiceRowFragment,
} from '../../generated/graphql.ts';
import { useLive } from '../../live/live.tsx';
import { useAction } from '../../server/use-action.ts';
import { Dialog } from '../../shell/dialog.tsx';
import { addressOf, openAddress } from '../../shell/route.ts';
import { holdersOf } from '../../windows/holders.ts';
import { isUp } from '../state/service-words.ts';

/** The reason of the window that startService opens: stopService closes that one, and is refused while others hold. */
const STARTED_HERE = 'startService';

/** Start is a window, so that it also ends; stop and restart are asked about first. */
export function ServiceButtons(props: { readonly service: ServiceRowFragment; readonly logs: boolean }) {
  const { service } = props;
  const [asking, setAsking] = useState<'stop' | 'restart' | null>(null);
  const stop = useAction(StopServiceDocument, `It is not known whether ${service.name} stops`);
  const restart = useAction(RestartServiceDocument, `It is not known whether ${service.name} restarts`);
  const managed = service.kind === 'ON_DEMAND' && service.state !== 'MISSING';
  const running = stop.running || restart.running;
  return (
    <>
      <div className="line acts">
        {managed && !isUp(service) && (
          <a className="button" href={openAddress([service.name])} aria-label={`Start ${service.name}`}>
            Start…
          </a>
        )}
        {managed && isUp(service) && (
          <>
            <Ask word="Stop" name={service.name} disabled={running} onAsk={() => setAsking('stop')} />
            <Ask word="Restart" name={service.name} disabled={running} onAsk={() => setAsking('restart')} />
          </>
        )}
        {props.logs && (
          <a
            className="button quiet"
            data-key="logs"
            href={addressOf({ page: 'component', name: service.name })}
            aria-label={`Logs of ${service.name}`}
          >
            Logs
          </a>
        )}
      </div>
      {[stop.refusal, restart.refusal].filter(Boolean).map((refusal) => (
        <p key={refusal} className="broken" role="alert">
          {refusal}
        </p>
      ))}
      {asking !== null && (
        <Confirm
          service={service}
          what={asking}
          onAnswer={(confirmed) => {
            setAsking(null);
            // Each shows its refusal itself; what comes of it is seen in the state.
            if (confirmed) void (asking === 'stop' ? stop : restart).run({ name: service.name });
          }}
        />
      )}
    </>
  );
}

function Ask(props: {
  readonly word: string;
  readonly name: string;
  readonly disabled: boolean;
  readonly onAsk: () => void;
}) {
  return (
    <button
      type="button"
      disabled={props.disabled}
      aria-label={`${props.word} ${props.name}`}
      onClick={props.onAsk}
    >
      {props.word}
    </button>
  );
}

function Confirm(props: {
  readonly service: ServiceRowFragment;
  readonly what: 'stop' | 'restart';
  readonly onAnswer: (confirmed: boolean) => void;
}) {
  const { service, what, onAnswer } = props;
  const { windows } = useLive();
  const holders = holdersOf(service.name, windows.values());
  const word = what === 'stop' ? 'Stop' : 'Restart';
  const others = what === 'stop' ? holders.filter(({ reason }) => reason !== STARTED_HERE) : [];
  return (
    <Dialog label={`${word} ${service.name}`} onClose={() => onAnswer(false)}>
      <h2>
        {word} {service.name}?
      </h2>
      <p>
        {holders.length === 0
          ? 'No window holds it.'
          : `It is held by ${holders.map(({ reason }) => reason).join(', ')}.`}
        {others.length > 0 && ' It stops when what holds it is closed, and not before.'}
      </p>
      <div className="line end">
        <button type="button" onClick={() => onAnswer(false)}>
          Leave it
        </button>
        {others.length > 0 ? (
          <a className="button primary" data-focus href={addressOf({ page: 'windows' })}>
            To the windows
          </a>
        ) : (
          <button type="button" className="primary" data-focus onClick={() => onAnswer(true)}>
            {word} it
          </button>
        )}
      </div>
    </Dialog>
  );
}
