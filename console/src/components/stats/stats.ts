import type { WatchStatsSubscription } from '../../generated/graphql.ts';

export type Sample = WatchStatsSubscription['serviceStats'];

/** The newest samples of each service, oldest first. */
export type Stats = ReadonlyMap<string, readonly Sample[]>;

/** At one in two seconds: the last two minutes. */
const MOST_SAMPLES = 60;

export function addSample(stats: Stats, sample: Sample): Stats {
  const before = stats.get(sample.service.name) ?? [];
  return new Map(stats).set(sample.service.name, [...before, sample].slice(-MOST_SAMPLES));
}

/** Points of a line through these values in a box of `width` by `height`; the highest value, or `ceiling`, touches the top. */
export function linePoints(
  values: readonly number[],
  box: { readonly width: number; readonly height: number; readonly ceiling?: number },
): string {
  const top = Math.max(box.ceiling ?? 0, ...values, Number.MIN_VALUE);
  const step = values.length > 1 ? box.width / (values.length - 1) : 0;
  return values
    .map((value, index) => `${round(index * step)},${round(box.height - (value / top) * box.height)}`)
    .join(' ');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
