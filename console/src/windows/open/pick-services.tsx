import { useLive } from '../../live/live.tsx';
import { neededBy } from './needed-by.ts';

/** Components as chips; what they depend on appears by itself, marked. */
export function PickServices(props: {
  readonly picked: readonly string[];
  readonly onPick: (picked: readonly string[]) => void;
}) {
  const { picked, onPick } = props;
  const { services } = useLive();
  const onDemand = [...services.values()]
    .filter(({ kind }) => kind === 'ON_DEMAND')
    .sort((a, b) => a.name.localeCompare(b.name));
  const needed = neededBy(picked, services);
  return (
    <fieldset className="chips">
      <legend>Components</legend>
      {onDemand.map(({ name, state }) => {
        const dependency = needed.has(name) && !picked.includes(name);
        return (
          <label key={name} className={dependency ? 'dependency' : undefined}>
            <input
              type="checkbox"
              checked={picked.includes(name)}
              onChange={(event) =>
                onPick(event.target.checked ? [...picked, name] : picked.filter((other) => other !== name))
              }
            />
            <span>
              {name}
              {dependency && <small> needed by {needed.get(name)}</small>}
              {state === 'MISSING' && <small> not installed</small>}
              {state === 'READY' && <small> runs</small>}
            </span>
          </label>
        );
      })}
      {onDemand.length === 0 && <p className="dim">The catalog lists no component that can be turned on.</p>}
    </fieldset>
  );
}
