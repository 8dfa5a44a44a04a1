import { isDeepStrictEqual } from 'node:util';
import { closureOfAsked, reservationsOf, type PlanFacts } from '../admission/window-plan.ts';
import type { WindowRecord } from '../record/window-record.ts';

/**
 * The live window as the catalog of now has it; undefined where that is how it is. Its services stay those that were asked for, also one
 * that the catalog has lost. What it opened with is told as it was: results change only while it opens.
 */
export function renewClosure(
  facts: Pick<PlanFacts, 'catalog' | 'services' | 'memoryPeaks' | 'memoryBudgetMb'>,
  window: WindowRecord,
  live: readonly WindowRecord[],
): WindowRecord | undefined {
  const closure = closureOfAsked(facts, window.services);
  const reserved = reservationsOf(facts, closure, live);
  // What it has is kept: it was promised, and holds the memory of what runs.
  const memoryMb = Object.fromEntries(
    Object.entries(reserved).map(([name, mb]) => [name, window.memoryMb[name] ?? mb]),
  );
  if (isDeepStrictEqual({ closure, memoryMb }, { closure: window.closure, memoryMb: window.memoryMb }))
    return undefined;
  const renewed = { ...window, closure, memoryMb };
  if (window.state !== 'OPENING') return renewed;
  const resultOf = (name: string) => window.results.find(({ service }) => service === name);
  return {
    ...renewed,
    results: closure.map(
      (service) => resultOf(service) ?? { service, outcome: 'PENDING', elapsedMs: 0, error: null },
    ),
  };
}
