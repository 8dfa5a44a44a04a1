import { Dialog } from './dialog.tsx';

const keys: readonly (readonly [keys: string, what: string])[] = [
  ['⌘K or Ctrl K', 'every place and every mutation'],
  ['o', 'open a window'],
  ['/', 'search or filter'],
  ['g n · g w · g c', 'Now, Windows, Chat'],
  ['g t · g e', 'Timeline, Engines'],
  ['e', 'extend the window by 5 min'],
  ['x', 'close the window; asks first'],
  ['l', 'logs of the component'],
  ['Esc', 'leave a panel'],
  ['?', 'this list'],
];

export function KeysHelp(props: { readonly onClose: () => void }) {
  return (
    <Dialog label="Keyboard" onClose={props.onClose}>
      <h2>Keyboard</h2>
      <dl className="keys">
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p className="dim">e, x and l act on the row that has the focus, or else on the first one.</p>
      <button type="button" onClick={props.onClose}>
        Close
      </button>
    </Dialog>
  );
}
