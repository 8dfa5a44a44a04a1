import type { WindowRowFragment } from '../generated/graphql.ts';
import { useLive } from '../live/live.tsx';
import { useServerNow } from '../time/server-time.ts';
import { timeOfDay } from '../time/time-of-day.ts';
import { chartOf } from './chart-layout.ts';
import { windowTone } from './window-words.ts';

const ROW_PX = 14;
const MOST_ROWS = 12;

/** Past and planned windows over time; the list below says the same in words. */
export function WindowChart(props: { readonly windows: readonly WindowRowFragment[] }) {
  const { offsetMs } = useLive();
  const nowMs = useServerNow(offsetMs, 0);
  const shown = props.windows.slice(0, MOST_ROWS);
  const chart = chartOf(shown, nowMs);
  const percent = (part: number): string => `${part * 100}%`;
  return (
    <figure className="panel chart" aria-hidden="true">
      <svg width="100%" height={chart.bars.length * ROW_PX + 4}>
        {chart.bars.map((bar, row) => {
          const window = shown.find(({ id }) => id === bar.id);
          const y = row * ROW_PX + 2;
          return (
            <g key={bar.id} data-tone={window === undefined ? 'asleep' : windowTone(window, null)}>
              <rect x={percent(bar.from)} width={percent(bar.to - bar.from)} y={y} height={10} rx={2} />
              {bar.planned !== null && (
                <rect
                  className="planned"
                  x={percent(bar.planned.from)}
                  width={percent(bar.planned.to - bar.planned.from)}
                  y={y}
                  height={10}
                  rx={2}
                />
              )}
            </g>
          );
        })}
        <line className="now" x1={percent(chart.now)} x2={percent(chart.now)} y1={0} y2="100%" />
      </svg>
      <figcaption className="dim">
        <span>{timeOfDay(chart.fromMs)}</span>
        <span style={{ left: percent(chart.now) }}>now</span>
        <span>{timeOfDay(chart.toMs)}</span>
      </figcaption>
    </figure>
  );
}
