import { isLive } from '../live/live-state.ts';
import { useLive } from '../live/live.tsx';
import { ConnectionWord } from './connection-word.tsx';
import { useTheme } from './theme.ts';

export function TopLine(props: { readonly onPalette: () => void; readonly onForget: () => void }) {
  const { policy, windows, connection, loaded } = useLive();
  const { theme, next } = useTheme();
  const count = [...windows.values()].filter(isLive).length;
  return (
    <header className="top">
      <h1>{policy ?? 'tentaculo_link'}</h1>
      <span className="dim">
        {loaded && (count === 0 ? 'no window is open' : `+ ${count} window${count === 1 ? '' : 's'}`)}
      </span>
      <ConnectionWord connection={connection} />
      <span className="tools">
        <button
          type="button"
          className="quiet"
          aria-keyshortcuts="Meta+K Control+K"
          onClick={props.onPalette}
        >
          <kbd>⌘K</kbd>
          <span className="unseen">Commands</span>
        </button>
        <button type="button" className="quiet" onClick={next} title="Colours: system, light, dark">
          <span aria-hidden="true">◐</span> {theme}
        </button>
        <button type="button" className="quiet" onClick={props.onForget}>
          Forget token
        </button>
      </span>
    </header>
  );
}
