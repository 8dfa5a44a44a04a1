import type { PlanWindowQuery } from '../../generated/graphql.ts';
import { duration, ttlWords } from '../../time/durations.ts';

export type Plan = PlanWindowQuery['planWindow'];

/** What the button will do: "Open for 15 min: start hermes, then switch". */
export function confirmWords(plan: Plan, ttlSec: number | null): string {
  const length = ttlSec === null ? 'until closed' : `for ${ttlWords(ttlSec)}`;
  const evicted =
    plan.evicts.length === 0 ? '' : `, ending ${plan.evicts.map(({ reason }) => reason).join(', ')}`;
  if (plan.starts.length === 0) return `Open ${length}: all of it runs already${evicted}`;
  return `Open ${length}: start ${startOrder(plan)
    .map((level) => level.join(' and '))
    .join(', then ')}${evicted}`;
}

/** The names that start together, level by level. */
export function startOrder(plan: Plan): readonly (readonly string[])[] {
  const levels = [...new Set(plan.starts.map(({ level }) => level))].sort((a, b) => a - b);
  return levels.map((level) =>
    plan.starts.filter((start) => start.level === level).map(({ service }) => service.name),
  );
}

/** About how long; null where no start of these was measured yet. */
export function etaWords(plan: Plan): string | null {
  if (plan.starts.length === 0) return 'at once';
  if (plan.etaP50Ms === null || plan.etaP50Ms === undefined) return null;
  const slow =
    plan.etaP95Ms === null || plan.etaP95Ms === undefined ? '' : `, rarely over ${duration(plan.etaP95Ms)}`;
  return `usually ${duration(plan.etaP50Ms)}${slow}`;
}

/** Memory of all live windows with this one, against the budget; the part may be above 1. Null where there is no budget. */
export function memoryUse(plan: Plan): { readonly part: number; readonly words: string } | null {
  const { memoryBytes, memoryBudgetBytes } = plan;
  if (typeof memoryBytes !== 'number' || typeof memoryBudgetBytes !== 'number' || memoryBudgetBytes <= 0)
    return null;
  return {
    part: memoryBytes / memoryBudgetBytes,
    words: `${bytes(memoryBytes)} of ${bytes(memoryBudgetBytes)}`,
  };
}

export function bytes(count: number): string {
  if (count < 1024) return `${count} B`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length, Math.floor(Math.log2(count) / 10));
  const value = count / 1024 ** power;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[power - 1]}`;
}
