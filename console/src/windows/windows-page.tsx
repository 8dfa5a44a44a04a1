import { isLive } from '../live/live-state.ts';
import { useLive } from '../live/live.tsx';
import { openAddress } from '../shell/route.ts';
import { EndedRow } from './ended-row.tsx';
import { inUseWords } from './in-use.ts';
import { WindowChart } from './window-chart.tsx';
import { WindowRow } from './window-row.tsx';

/** Every window that is known: what lives, what waits, what was. */
export default function WindowsPage() {
  const { windows, heard, loaded } = useLive();
  const newestFirst = [...windows.values()].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  const live = newestFirst.filter(isLive);
  const ended = newestFirst.filter((window) => !isLive(window));
  return (
    <section aria-labelledby="windows">
      <div className="line spread">
        <h2 id="windows">Windows</h2>
        <a className="button primary" href={openAddress()}>
          Open a window
        </a>
      </div>
      {newestFirst.length > 0 && <WindowChart windows={newestFirst} />}
      {loaded && newestFirst.length === 0 && (
        <p className="dim">No window was ever opened here. Open one to turn components on for a while.</p>
      )}
      <ul className="rows">
        {live.map((window) => (
          <WindowRow key={window.id} window={window} inUse={inUseWords(window.id, heard)} />
        ))}
      </ul>
      {ended.length > 0 && <h3>Ended</h3>}
      <ul className="rows">
        {ended.map((window) => (
          <EndedRow key={window.id} window={window} />
        ))}
      </ul>
    </section>
  );
}
