import { useId, useState } from 'react';
import { useQuery } from 'urql';
import { PaletteFlagsDocument, PaletteIntentsDocument } from '../generated/graphql.ts';
import { useLive } from '../live/live.tsx';
import { Dialog } from '../shell/dialog.tsx';
import { matching } from './matching.ts';
import { otherMutations, type Mutation } from './mutations.ts';
import { placesOf, type Place } from './places.ts';
import { powerMutations } from './power-mutations.ts';
import { SendMutation } from './send-mutation.tsx';

type Item = Place | Mutation;

/** Every place and every mutation. A mutation is shown as it will be sent before anything happens. */
export function Palette(props: { readonly onClose: () => void }) {
  const live = useLive();
  const anew = 'cache-and-network' as const;
  const [flags] = useQuery({ query: PaletteFlagsDocument, requestPolicy: anew });
  const [intents] = useQuery({ query: PaletteIntentsDocument, requestPolicy: anew });
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const [sending, setSending] = useState<Mutation | null>(null);
  const listId = useId();
  const items: readonly Item[] = matching<Item>(
    [
      ...placesOf([...live.services.keys()]),
      ...powerMutations(live, flags.data?.featureFlags ?? [], intents.data?.intents.edges ?? []),
      ...otherMutations,
    ],
    text,
  );
  const current = Math.min(chosen, items.length - 1);

  function take(item: Item | undefined): void {
    if (item === undefined) return;
    if ('document' in item) return setSending(item);
    props.onClose();
    location.assign(item.address);
  }

  if (sending !== null) {
    return (
      <Dialog label={sending.words} className="palette" onClose={props.onClose}>
        <SendMutation mutation={sending} onBack={() => setSending(null)} />
      </Dialog>
    );
  }
  return (
    <Dialog label="Commands" className="palette" onClose={props.onClose}>
      <input
        role="combobox"
        aria-label="Command"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={items.length > 0 ? `${listId}-${current}` : undefined}
        placeholder="A place, or what to do"
        autoFocus
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(0);
        }}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
          if (step !== 0) setChosen((current + step + items.length) % Math.max(1, items.length));
          else if (event.key === 'Enter') take(items[current]);
          else return;
          event.preventDefault();
        }}
      />
      <ul role="listbox" id={listId} aria-label="Commands">
        {items.map((item, index) => (
          <li
            // Two windows may have the same reason.
            key={index}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === current}
            ref={(element) => {
              if (index === current) element?.scrollIntoView({ block: 'nearest' });
            }}
            onClick={() => take(item)}
          >
            {item.words}
            {'document' in item && <small className="dim">mutation</small>}
          </li>
        ))}
      </ul>
      {items.length === 0 && <p className="dim">Nothing is called so.</p>}
    </Dialog>
  );
}
