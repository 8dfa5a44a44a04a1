import { timeOfDay } from '../../time/time-of-day.ts';
import { bytes } from '../../windows/open/plan-words.ts';
import { Sparkline } from './sparkline.tsx';
import type { Sample } from './stats.ts';

/** Memory and CPU of the last two minutes, with the newest values in words. */
export function Usage(props: { readonly samples: readonly Sample[] }) {
  const newest = props.samples.at(-1);
  if (newest === undefined) return null;
  const memory = props.samples.map((sample) => sample.memoryBytes);
  const observed = `observed ${timeOfDay(newest.at)} by madre`;
  return (
    <div className="usage" title={observed}>
      <span>
        <Sparkline values={memory} ceiling={1.25 * Math.max(...memory)} /> {bytes(newest.memoryBytes)}
      </span>
      <span>
        <Sparkline values={props.samples.map((sample) => sample.cpuPercent)} ceiling={10} />{' '}
        {newest.cpuPercent.toFixed(newest.cpuPercent < 10 ? 1 : 0)} % CPU
      </span>
    </div>
  );
}
