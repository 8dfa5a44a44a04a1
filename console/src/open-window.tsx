import { useState } from 'react';
import { useMutation } from 'urql';
import { OpenWindowDocument } from './generated/graphql.ts';
import { problemWords } from './problem-words.ts';

const DURATIONS = [
  { label: '1 min', ttlSec: 60 },
  { label: '5 min', ttlSec: 300 },
  { label: '15 min', ttlSec: 900 },
  { label: '60 min', ttlSec: 3600 },
];

export function OpenWindow(props: { readonly services: readonly string[] }) {
  const [picked, setPicked] = useState<readonly string[]>([]);
  const [ttlSec, setTtlSec] = useState(300);
  const [reason, setReason] = useState('');
  const [answer, setAnswer] = useState<string>();
  const [opening, open] = useMutation(OpenWindowDocument);
  const duration = DURATIONS.find((choice) => choice.ttlSec === ttlSec)?.label ?? `${ttlSec} s`;

  async function submit(): Promise<void> {
    const input = { services: [...picked], ttlSec, ...(reason === '' ? {} : { reason }) };
    const { data, error } = await open({ input });
    if (error) setAnswer(problemWords('It is not known whether the window opens', error));
    else if (data?.openWindow.ok === false) setAnswer(data.openWindow.message ?? data.openWindow.code);
    else setAnswer(undefined);
    if (data?.openWindow.ok === true) setPicked([]);
  }

  return (
    <section aria-labelledby="open">
      <h2 id="open">Open a window</h2>
      <form
        className="panel"
        onSubmit={(event) => {
          event.preventDefault();
          // submit shows every outcome itself.
          void submit();
        }}
      >
        <fieldset className="chips">
          <legend>Components</legend>
          {props.services.map((name) => (
            <label key={name}>
              <input
                type="checkbox"
                checked={picked.includes(name)}
                onChange={(event) =>
                  setPicked(
                    event.target.checked ? [...picked, name] : picked.filter((other) => other !== name),
                  )
                }
              />
              <span>{name}</span>
            </label>
          ))}
        </fieldset>
        <fieldset className="chips">
          <legend>For</legend>
          {DURATIONS.map((choice) => (
            <label key={choice.ttlSec}>
              <input
                type="radio"
                name="ttl"
                checked={choice.ttlSec === ttlSec}
                onChange={() => setTtlSec(choice.ttlSec)}
              />
              <span>{choice.label}</span>
            </label>
          ))}
        </fieldset>
        <div className="line">
          <input
            aria-label="Reason"
            placeholder="Reason (optional)"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <button type="submit" className="primary" disabled={picked.length === 0 || opening.fetching}>
            {opening.fetching
              ? 'requested'
              : picked.length === 0
                ? 'Pick a component'
                : `Open for ${duration}: ${picked.join(', ')}`}
          </button>
        </div>
        {answer !== undefined && (
          <p className="broken" role="alert">
            {answer}
          </p>
        )}
      </form>
    </section>
  );
}
