import { Components } from '../components/components.tsx';
import { Topology } from '../components/topology/topology.tsx';
import { isLive } from '../live/live-state.ts';
import { useLive } from '../live/live.tsx';
import { openAddress } from '../shell/route.ts';
import { Newest } from '../timeline/newest.tsx';
import { EndedRow } from '../windows/ended-row.tsx';
import { inUseWords } from '../windows/in-use.ts';
import { WindowRow } from '../windows/window-row.tsx';
import { recentlyEnded } from './recently-ended.ts';

/** What is up, held by whom, until when. */
export function Now() {
  const { windows, heard, loaded, stale } = useLive();
  const all = [...windows.values()];
  const live = all
    .filter(isLive)
    .sort(
      (a, b) =>
        (a.deadline ?? '9').localeCompare(b.deadline ?? '9') || a.createdAt.localeCompare(b.createdAt),
    );
  return (
    <div className="now">
      <section aria-labelledby="now">
        <div className="line spread">
          <h2 id="now">Now</h2>
          <a className="button primary" href={openAddress()}>
            Open a window
          </a>
        </div>
        {loaded && !stale && live.length === 0 && (
          <p className="rest">Only the core runs. Open a window to turn components on for a while.</p>
        )}
        {!loaded && <p className="rest dim">asking what runs</p>}
        <ul className="rows">
          {live.map((window) => (
            <WindowRow key={window.id} window={window} inUse={inUseWords(window.id, heard)} />
          ))}
          {recentlyEnded(all).map((window) => (
            <EndedRow key={window.id} window={window} />
          ))}
        </ul>
      </section>
      <Components />
      <Topology />
      <Newest />
    </div>
  );
}
