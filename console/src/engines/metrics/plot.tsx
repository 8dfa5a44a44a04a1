import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { timeOfDay } from '../../time/time-of-day.ts';

export interface Line {
  readonly label: string;
  /** Name of a colour of the console's. */
  readonly color: string;
  readonly values: readonly (number | null)[];
}

const HEIGHT_PX = 180;
/** Two readings right after one another would else be an axis of milliseconds. */
const SHORTEST_SEC = 60;
/** Room for a time of the day. */
const TIME_PX = 80;

/** Values over time, with axes to read them by. */
export default function Plot(props: {
  readonly label: string;
  readonly times: readonly number[];
  readonly lines: readonly Line[];
}) {
  const { label, times, lines } = props;
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const names = lines.map((line) => `${line.label} ${line.color}`).join();
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const color = (name: string): string => getComputedStyle(element).getPropertyValue(`--${name}`).trim();
    const axis = { stroke: color('dim'), grid: { stroke: color('line'), width: 1 }, ticks: { show: false } };
    const series = names.split(',').map((name) => name.split(' '));
    const drawn = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT_PX,
        legend: { live: false },
        cursor: { drag: { x: false, y: false } },
        axes: [
          {
            ...axis,
            space: TIME_PX,
            values: (_plot, instants) => instants.map((sec) => timeOfDay(sec * 1000)),
          },
          axis,
        ],
        scales: { x: { range: (_plot, from, to) => wideEnough(from, to) } },
        series: [
          {},
          ...series.map((words) => ({
            label: words.slice(0, -1).join(' '),
            stroke: color(words.at(-1) ?? 'accent'),
            width: 1.5,
          })),
        ],
      },
      [[], ...series.map(() => [])],
      element,
    );
    plot.current = drawn;
    const resized = new ResizeObserver(() =>
      drawn.setSize({ width: element.clientWidth, height: HEIGHT_PX }),
    );
    resized.observe(element);
    return () => {
      resized.disconnect();
      drawn.destroy();
      plot.current = null;
    };
  }, [names]);
  useEffect(() => {
    plot.current?.setData([times.map((ms) => ms / 1000), ...lines.map(({ values }) => [...values])]);
  }, [times, lines]);
  return <div ref={box} className="plot" role="img" aria-label={label} />;
}

/** Without any reading there is no range, whatever the types of uPlot say. */
function wideEnough(from: number, to: number): [number, number] {
  return Number.isFinite(to) ? [Math.min(from, to - SHORTEST_SEC), to] : [from, to];
}
