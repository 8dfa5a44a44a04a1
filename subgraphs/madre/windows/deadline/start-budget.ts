import type { Catalog } from '../../catalog.ts';
import { closureOf } from '../../closure.ts';

/** Around a stop's own grace: what its runtime may need besides. */
const STOP_MARGIN_MS = 1_000;

/**
 * The longest that OPENING may take: what is stopping or has to stop before there is memory, which dependents do first, then each level's slowest
 * service, one level after the other.
 */
export function startBudgetMs(
  catalog: Catalog,
  levels: readonly (readonly string[])[],
  options: { readonly startTimeoutMs: (service: string) => number; readonly stopFirst: readonly string[] },
): number {
  const graceMs = (name: string): number => (catalog.get(name)?.stopGraceSec ?? 0) * 1_000 + STOP_MARGIN_MS;
  const stops = closureOf(catalog, options.stopFirst)
    .map((level) => level.filter((name) => options.stopFirst.includes(name)))
    .filter((level) => level.length > 0);
  return slowestOfEach(stops, graceMs) + slowestOfEach(levels, options.startTimeoutMs);
}

function slowestOfEach(levels: readonly (readonly string[])[], ms: (name: string) => number): number {
  return levels.reduce((total, level) => total + Math.max(...level.map(ms)), 0);
}
