import { useState } from 'react';
import type { OnBusy, OpenWindowInput } from '../../generated/graphql.ts';
import { useLive } from '../../live/live.tsx';
import { Dialog } from '../../shell/dialog.tsx';
import type { Opening } from '../../shell/route.ts';
import { PickDuration } from './pick-duration.tsx';
import { PickServices } from './pick-services.tsx';
import { PlanView } from './plan-view.tsx';
import { confirmWords } from './plan-words.ts';
import { useConfirm } from './use-confirm.ts';
import { usePlan, type Planned } from './use-plan.ts';

const busyChoices: readonly (readonly [OnBusy, string])[] = [
  ['REJECT', 'refuse'],
  ['QUEUE', 'wait for it'],
  ['PREEMPT', 'end less important windows'],
];

/** Pick, read the plan, confirm exactly that plan. */
export function OpenWindow(props: { readonly opening: Opening; readonly onClose: () => void }) {
  const { services, connection } = useLive();
  const [picked, setPicked] = useState(props.opening.services);
  const [ttlSec, setTtlSec] = useState<number | null>(props.opening.ttlSec ?? 900);
  const [reason, setReason] = useState('');
  const [onBusy, setOnBusy] = useState<OnBusy>('REJECT');
  const [attempt, setAttempt] = useState(0);
  const input: OpenWindowInput | null =
    picked.length === 0
      ? null
      : {
          services: [...picked],
          ...(ttlSec === null ? { mode: 'HOLD' } : { mode: 'TTL', ttlSec }),
          ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
          onBusy,
        };
  // The reason is not part of what is planned, but each letter of it would be asked about.
  const planInput = input === null ? null : { ...input, reason: 'planned in the console' };
  const states = [...services.values()].map(({ name, state }) => `${name} ${state}`).join();
  const planned = usePlan(planInput, `${states} ${attempt} ${connection}`);
  const confirmation = useConfirm(input, planned, {
    opened: props.onClose,
    planChanged: () => setAttempt((before) => before + 1),
  });

  return (
    <Dialog label="Open a window" className="side" onClose={props.onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          confirmation.confirm();
        }}
      >
        <div className="line spread">
          <h2>Open a window</h2>
          <button type="button" className="quiet" onClick={props.onClose}>
            Cancel
          </button>
        </div>
        <PickServices picked={picked} onPick={setPicked} />
        <PickDuration ttlSec={ttlSec} onPick={setTtlSec} />
        <label className="field">
          Reason
          <input
            placeholder="what it is for, so that others know"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <label className="field">
          Where memory is taken
          <select value={onBusy} onChange={(event) => setOnBusy(busyOf(event.target.value))}>
            {busyChoices.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <PlanView planned={planned} picked={picked.length > 0} />
        {confirmation.refusal !== undefined && (
          <p className="broken" role="alert">
            {confirmation.refusal}
          </p>
        )}
        <button type="submit" className="primary wide" disabled={!confirmable(planned)}>
          {confirmation.running ? 'requested' : buttonWords(planned, picked.length > 0, ttlSec)}
        </button>
      </form>
    </Dialog>
  );
}

/** Also while a plan is asked for anew: a button that comes and goes would lose the focus, and what is pressed meanwhile. */
function confirmable({ plan, planning }: Planned): boolean {
  return planning || plan?.allowed === true;
}

function buttonWords({ plan, planning }: Planned, picked: boolean, ttlSec: number | null): string {
  if (plan !== null) return confirmWords(plan, ttlSec);
  if (!picked) return 'Pick a component';
  return planning ? 'planning' : 'There is no plan';
}

function busyOf(value: string): OnBusy {
  return busyChoices.find(([choice]) => choice === value)?.[0] ?? 'REJECT';
}
