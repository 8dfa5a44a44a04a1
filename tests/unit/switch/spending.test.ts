import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  nothingSpent,
  overBudget,
  periodStart,
  reserve,
  settle,
  type Spending,
} from '../../../subgraphs/switch/usage/spending.ts';

const NOON = Date.UTC(2026, 4, 10, 12, 30);
const day = { period: 'day', usd: 1, tokens: 1_000 } as const;
const cost = (usd: number, tokens: number) => ({ usd, tokens });

describe('a budget', () => {
  it.each([
    ['hour', Date.UTC(2026, 4, 10, 12)],
    ['day', Date.UTC(2026, 4, 10)],
    ['month', Date.UTC(2026, 4, 1)],
  ] as const)('of a %s begins with it, UTC', (period, start) => {
    expect(periodStart(period, NOON)).toBe(start);
  });

  it('refuses what could exceed it, naming the money or the tokens', () => {
    expect(overBudget(day, nothingSpent, cost(1, 1_000), NOON)).toBeNull();
    expect(overBudget(day, nothingSpent, cost(1.01, 1), NOON)).toMatch(/budget of 1 USD a day/);
    expect(overBudget(day, nothingSpent, cost(0.1, 1_001), NOON)).toMatch(/budget of 1000 tokens a day/);
  });

  it('counts what is reserved until it is settled with what it really cost', () => {
    const reserved = reserve(day, nothingSpent, cost(0.9, 900), NOON);
    expect(overBudget(day, reserved, cost(0.2, 10), NOON)).not.toBeNull();
    const call = { reserved: cost(0.9, 900), reservedSince: reserved.since, spent: cost(0.1, 90) };
    expect(settle(day, reserved, call, NOON)).toMatchObject({
      usd: expect.closeTo(0.1) as number,
      tokens: 90,
    });
  });

  it('is new with the next period, for which a call that began before counts as it ends', () => {
    const reserved = reserve(day, nothingSpent, cost(0.9, 900), NOON);
    const tomorrow = NOON + 86_400_000;
    expect(overBudget(day, reserved, cost(1, 1_000), tomorrow)).toBeNull();
    const call = { reserved: cost(0.9, 900), reservedSince: reserved.since, spent: cost(0.5, 500) };
    expect(settle(day, reserved, call, tomorrow)).toMatchObject({ usd: 0.5, tokens: 500 });
  });

  it('is not opened a second time by a clock that is set back', () => {
    const reserved = reserve(day, nothingSpent, cost(1, 1_000), NOON);
    expect(overBudget(day, reserved, cost(0.1, 1), NOON - 86_400_000)).not.toBeNull();
  });

  it('is never exceeded by calls that begin and end in any order, as long as none costs more than it reserved', () => {
    const step = fc.record({
      begins: fc.boolean(),
      most: fc.nat(500),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      pick: fc.nat(20),
      waitMs: fc.nat(6 * 3_600_000),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        let spending: Spending = nothingSpent;
        let now = NOON;
        const spentOn = new Map<number, number>();
        const running: { reserved: { usd: number; tokens: number }; reservedSince: number }[] = [];
        for (const { begins, most, share, pick, waitMs } of steps) {
          if (begins) {
            const reserved = cost(most / 500, most);
            if (overBudget(day, spending, reserved, now) !== null) continue;
            spending = reserve(day, spending, reserved, now);
            running.push({ reserved, reservedSince: spending.since });
          } else {
            const [call] = running.splice(pick % Math.max(1, running.length), 1);
            if (call === undefined) now += waitMs;
            else {
              const tokens = Math.floor(call.reserved.tokens * share);
              spending = settle(day, spending, { ...call, spent: cost(tokens / 500, tokens) }, now);
              // Of calls that began today; one that crosses midnight was admitted by yesterday's budget.
              const today = periodStart('day', now);
              if (call.reservedSince === today) spentOn.set(today, (spentOn.get(today) ?? 0) + tokens);
            }
          }
        }
        for (const tokens of spentOn.values()) expect(tokens).toBeLessThanOrEqual(day.tokens);
      }),
    );
  });
});
