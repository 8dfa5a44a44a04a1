import type { Catalog } from '../../catalog.ts';
import { closureOf } from '../../closure.ts';
import type { MemoryPeaks } from '../../services/memory-peaks.ts';
import type { Services } from '../../services/services.ts';
import type { Startups } from '../../services/startups.ts';
import { isRunning } from '../../services/is-running.ts';
import { admit, reservedMb, type Admission } from './admission.ts';
import { fitBudget } from './fit-budget.ts';
import { startBudgetMs } from '../deadline/start-budget.ts';
import { isLive, type WindowRecord } from '../record/window-record.ts';
import type { OpenRequest } from '../asking/window-rules.ts';

/** What opening a window would do now. */
export interface WindowPlan {
  /** In start order. */
  readonly levels: readonly (readonly string[])[];
  readonly closure: readonly string[];
  /** Those of the closure that are READY already. */
  readonly running: readonly string[];
  /** The longest that OPENING may take. */
  readonly startBudgetMs: number;
  /** What would be reserved for each service of the closure. */
  readonly memoryMb: Readonly<Record<string, number>>;
  /** Reserved by this window and the live ones together, without those that it evicts. */
  readonly totalMb: number;
  readonly admission: Admission;
}

export interface PlanFacts {
  readonly catalog: Catalog;
  readonly services: Pick<Services, 'get'>;
  readonly memoryPeaks: Pick<MemoryPeaks, 'reservationMb'>;
  readonly startups: Pick<Startups, 'startTimeoutMs'>;
  readonly memoryBudgetMb: number | undefined;
}

/** `windows`: all unfinished ones, oldest first. */
export function planWindow(
  facts: PlanFacts,
  request: Pick<OpenRequest, 'services' | 'priority' | 'onBusy'>,
  windows: readonly WindowRecord[],
): WindowPlan {
  const { catalog, services, startups } = facts;
  const memoryOf = (name: string): number => facts.memoryPeaks.reservationMb(name);
  const levels = closureOf(catalog, request.services);
  const closure = closureOfAsked(facts, request.services);
  const memoryMb = reservationsOf(facts, closure, windows);
  const memory = { budgetMb: facts.memoryBudgetMb, memoryOf, windows };
  const admission = admit({ ...request, memoryMb }, memory);
  const evicted = admission.outcome === 'ADMIT' ? admission.evicts : [];
  const kept = windows.filter((window) => isLive(window) && !evicted.includes(window));
  const held = [...kept, { closure, memoryMb }];
  const startTimeoutMs = (name: string): number => {
    const service = catalog.get(name);
    return service === undefined ? 0 : startups.startTimeoutMs(service);
  };
  // A start never falls into a stop that is under way.
  const stopping = closure.filter((name) => services.get(name)?.state === 'STOPPING');
  const stopFirst = [...stopping, ...findStopsFirst(facts, held, memoryOf)];
  return {
    levels,
    closure,
    running: closure.filter((name) => services.get(name)?.state === 'READY'),
    startBudgetMs: startBudgetMs(catalog, levels, { startTimeoutMs, stopFirst }),
    memoryMb,
    totalMb: reservedMb(held, memoryOf),
    admission,
  };
}

/**
 * The named services and all they depend on, in start order. What left the catalog after it was asked for is still asked for, and first:
 * a window on it must not open as if it had never been.
 */
export function closureOfAsked(
  { catalog, services }: Pick<PlanFacts, 'catalog' | 'services'>,
  asked: readonly string[],
): readonly string[] {
  const lost = new Set(asked.filter((name) => services.get(name) === undefined));
  return [...lost, ...closureOf(catalog, asked).flat()];
}

/** What a window reserves for each service that the catalog has; `windows`: those beside which it does. */
export function reservationsOf(
  { catalog, memoryPeaks, memoryBudgetMb }: Pick<PlanFacts, 'catalog' | 'memoryPeaks' | 'memoryBudgetMb'>,
  closure: readonly string[],
  windows: readonly WindowRecord[],
): Readonly<Record<string, number>> {
  const needs = closure.flatMap((name) => {
    const declaredMb = catalog.get(name)?.memoryMb;
    if (declaredMb === undefined) return [];
    const askedMb = recordedMb(name, windows) ?? memoryPeaks.reservationMb(name);
    return [{ name, askedMb, declaredMb }];
  });
  return fitBudget(needs, memoryBudgetMb);
}

/** What is held already is reserved already: one more window starts nothing, whatever was measured meanwhile. */
function recordedMb(name: string, windows: readonly WindowRecord[]): number | undefined {
  const recorded = windows.filter(isLive).flatMap(({ memoryMb }) => memoryMb[name] ?? []);
  return recorded.length === 0 ? undefined : Math.max(...recorded);
}

/** What runs although nobody holds it, as far as a start may have to wait until its memory is free. */
function findStopsFirst(
  { catalog, services, memoryBudgetMb = Infinity }: PlanFacts,
  held: readonly Pick<WindowRecord, 'closure' | 'memoryMb'>[],
  memoryOf: (service: string) => number,
): readonly string[] {
  const isHeld = (name: string): boolean => held.some(({ closure }) => closure.includes(name));
  const closure = [...catalog.keys()].filter(
    (name) => !isHeld(name) && isRunning(services.get(name)?.state ?? 'UNKNOWN'),
  );
  return reservedMb([...held, { closure, memoryMb: {} }], memoryOf) > memoryBudgetMb ? closure : [];
}
