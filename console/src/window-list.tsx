import { EndedWindow } from './ended-window.tsx';
import type { WindowRowFragment } from './generated/graphql.ts';
import { isLive } from './live-state.ts';
import { LiveWindow } from './live-window.tsx';

const ENDED_SHOWN = 3;

export function WindowList(props: {
  readonly windows: readonly WindowRowFragment[];
  readonly offsetMs: number;
  readonly loaded: boolean;
  readonly stale: boolean;
}) {
  const newestFirst = [...props.windows].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  const live = newestFirst.filter(isLive);
  const ended = newestFirst.filter((window) => !isLive(window)).slice(0, ENDED_SHOWN);
  return (
    <section aria-labelledby="now">
      <h2 id="now">Now</h2>
      {props.loaded && !props.stale && live.length === 0 && (
        <p className="dim">Only the core runs. Open a window below to turn components on for a while.</p>
      )}
      <ul className="rows">
        {live.map((window) => (
          <LiveWindow key={window.id} window={window} offsetMs={props.offsetMs} stale={props.stale} />
        ))}
        {ended.map((window) => (
          <EndedWindow key={window.id} window={window} offsetMs={props.offsetMs} />
        ))}
      </ul>
    </section>
  );
}
