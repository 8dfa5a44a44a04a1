import { useState } from 'react';
import { ttlWords } from '../../time/durations.ts';

const DURATIONS = [300, 900, 3_600];
const SHORTEST_SEC = 10;
const LONGEST_SEC = 86_400;

/** 5, 15 or 60 min, another length, or held until closed (null). */
export function PickDuration(props: {
  readonly ttlSec: number | null;
  readonly onPick: (ttlSec: number | null) => void;
}) {
  const { ttlSec, onPick } = props;
  const [custom, setCustom] = useState(ttlSec !== null && !DURATIONS.includes(ttlSec));
  return (
    <fieldset className="chips">
      <legend>For</legend>
      {DURATIONS.map((choice) => (
        <Choice
          key={choice}
          label={ttlWords(choice)}
          checked={!custom && choice === ttlSec}
          onPick={() => {
            setCustom(false);
            onPick(choice);
          }}
        />
      ))}
      <Choice
        label="another time"
        checked={custom}
        onPick={() => {
          setCustom(true);
          onPick(ttlSec ?? DURATIONS[0] ?? SHORTEST_SEC);
        }}
      />
      <Choice
        label="hold until closed"
        checked={!custom && ttlSec === null}
        onPick={() => {
          setCustom(false);
          onPick(null);
        }}
      />
      {custom && (
        <label className="seconds">
          <input
            type="number"
            aria-label="Seconds"
            min={SHORTEST_SEC}
            max={LONGEST_SEC}
            value={ttlSec ?? ''}
            onChange={(event) => onPick(Number(event.target.value))}
          />{' '}
          seconds
        </label>
      )}
    </fieldset>
  );
}

function Choice(props: { readonly label: string; readonly checked: boolean; readonly onPick: () => void }) {
  return (
    <label>
      <input type="radio" name="ttl" checked={props.checked} onChange={props.onPick} />
      <span>{props.label}</span>
    </label>
  );
}
