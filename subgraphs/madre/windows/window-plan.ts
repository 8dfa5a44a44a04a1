import type { Catalog, CatalogService } from '../catalog.ts';
import { closureOf } from '../closure.ts';
import { isLive, type WindowRecord } from './window-record.ts';

/** What a window on these services would hold and cost. */
export interface WindowPlanFacts {
  /** In start order. */
  readonly levels: readonly (readonly string[])[];
  readonly closure: readonly string[];
  /** The longest that OPENING may take: each level's slowest service, one level after the other. */
  readonly startBudgetMs: number;
  /** Reserved by this window and all live ones together. */
  readonly memoryMb: number;
}

export function planWindow(
  catalog: Catalog,
  services: readonly string[],
  windows: readonly WindowRecord[],
): WindowPlanFacts {
  const levels = closureOf(catalog, services);
  const closure = levels.flat();
  const held = new Set([...closure, ...windows.filter(isLive).flatMap((window) => window.closure)]);
  const startTimeouts = levels.map((level) =>
    Math.max(...sizes(catalog, level, ({ startTimeoutSec }) => startTimeoutSec)),
  );
  return {
    levels,
    closure,
    startBudgetMs: sum(startTimeouts) * 1_000,
    memoryMb: sum(sizes(catalog, [...held], ({ memoryMb }) => memoryMb)),
  };
}

/** What a plan hash stands for; the hash itself is taken where Node may be imported. */
export function canonicalPlan(facts: WindowPlanFacts, running: readonly string[]): string {
  return JSON.stringify([facts.levels, running.toSorted(), facts.memoryMb]);
}

function sizes(
  catalog: Catalog,
  names: readonly string[],
  size: (service: CatalogService) => number,
): readonly number[] {
  return names.flatMap((name) => {
    const service = catalog.get(name);
    return service === undefined ? [] : [size(service)];
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
