import type { Budget, BudgetPeriod } from '../configuration/engine-config.ts';

export interface Amount {
  readonly usd: number;
  readonly tokens: number;
}

/** What an engine cost in the present period; what calls under way may still cost is in it. */
export interface Spending extends Amount {
  /** When the period began. */
  readonly since: number;
}

export const nothingSpent: Spending = { since: 0, usd: 0, tokens: 0 };

/** What may be spent, counted from the beginning of each hour, day or month, UTC. */
export function periodStart(period: BudgetPeriod, now: number): number {
  const at = new Date(now);
  switch (period) {
    case 'hour':
      return at.setUTCMinutes(0, 0, 0);
    case 'day':
      return at.setUTCHours(0, 0, 0, 0);
    case 'month':
      return Date.UTC(at.getUTCFullYear(), at.getUTCMonth());
  }
}

/** Why a call that costs at most so much may not begin; null where it may. */
export function overBudget(budget: Budget, spending: Spending, most: Amount, now: number): string | null {
  const { usd, tokens } = spentIn(budget, spending, now);
  if (budget.usd !== undefined && usd + most.usd > budget.usd)
    return `up to ${show(most.usd)} USD more would exceed its budget of ${budget.usd} USD a ${budget.period}, of which ${show(usd)} are spent or reserved`;
  if (budget.tokens !== undefined && tokens + most.tokens > budget.tokens)
    return `up to ${most.tokens} tokens more would exceed its budget of ${budget.tokens} tokens a ${budget.period}, of which ${tokens} are spent or reserved`;
  return null;
}

/** A call begins: the most that it can cost is spent until it is settled. */
export function reserve(budget: Budget, spending: Spending, most: Amount, now: number): Spending {
  const spent = spentIn(budget, spending, now);
  return { since: spent.since, usd: spent.usd + most.usd, tokens: spent.tokens + most.tokens };
}

/** It has ended: what it really cost stays. One that began in an earlier period left its reservation there, and counts where it ended. */
export function settle(
  budget: Budget,
  spending: Spending,
  call: { readonly reserved: Amount; readonly reservedSince: number; readonly spent: Amount },
  now: number,
): Spending {
  const present = spentIn(budget, spending, now);
  const back = call.reservedSince === present.since ? call.reserved : nothingSpent;
  return {
    since: present.since,
    usd: Math.max(0, present.usd - back.usd + call.spent.usd),
    tokens: Math.max(0, present.tokens - back.tokens + call.spent.tokens),
  };
}

function spentIn({ period }: Budget, spending: Spending, now: number): Spending {
  const since = periodStart(period, now);
  // A clock that was set back opens no second budget for the same time.
  return since > spending.since ? { since, usd: 0, tokens: 0 } : spending;
}

function show(usd: number): string {
  return String(Math.ceil(usd * 10_000) / 10_000);
}
