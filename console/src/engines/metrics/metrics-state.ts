import type { MetricsRowFragment } from '../../generated/graphql.ts';

/** One reading of the door's counters. */
export interface Point {
  readonly atMs: number;
  readonly requests: number;
  readonly errors: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
}

const MOST_POINTS = 360;

export function addPoint(
  points: readonly Point[],
  metrics: MetricsRowFragment,
  atMs: number,
): readonly Point[] {
  const { requests, errors, latency } = metrics;
  const point = { atMs, requests, errors, p50Ms: latency.p50Ms ?? null, p95Ms: latency.p95Ms ?? null };
  return [...points, point].slice(-MOST_POINTS);
}

/** Requests per minute between two readings; null where the counters went back, as after a restart. */
export function ratePerMinute(points: readonly Point[]): readonly (number | null)[] {
  return points.map((point, index) => {
    const before = points[index - 1];
    if (before === undefined || point.requests < before.requests || point.atMs <= before.atMs) return null;
    return ((point.requests - before.requests) * 60_000) / (point.atMs - before.atMs);
  });
}
