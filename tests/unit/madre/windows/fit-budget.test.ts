import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitBudget, type MemoryNeed } from '../../../../subgraphs/madre/windows/admission/fit-budget.ts';

const need = (name: string, askedMb: number, declaredMb: number): MemoryNeed => ({
  name,
  askedMb,
  declaredMb,
});

describe('what the services of a window ask for together', () => {
  it.each<[string, readonly MemoryNeed[], Record<string, number>]>([
    ['stays as it is where it fits', [need('a', 90, 10), need('b', 10, 20)], { a: 90, b: 10 }],
    ['gives way above what the catalog says', [need('a', 100, 10), need('b', 20, 20)], { a: 80, b: 20 }],
    ['gives way in proportion', [need('a', 110, 10), need('b', 60, 10)], { a: 63, b: 36 }],
    ['stays as it is where the catalog alone asks for too much', [need('a', 120, 110)], { a: 120 }],
    ['keeps what was measured below the catalog', [need('a', 5, 90), need('b', 200, 10)], { a: 5, b: 95 }],
  ])('%s', (_title, needs, reserved) => {
    expect(fitBudget(needs, 100)).toEqual(reserved);
  });

  it('is never more than the budget where the figures of the catalog fit it, nor more than was asked for', () => {
    const mb = fc.integer({ min: 0, max: 4_096 });
    const needs = fc
      .array(fc.tuple(mb, mb), { maxLength: 6 })
      .map((pairs) => pairs.map(([askedMb, declaredMb], index) => need(String(index), askedMb, declaredMb)));
    fc.assert(
      fc.property(needs, mb, (all, budgetMb) => {
        const given = fitBudget(all, budgetMb);
        const sum = Object.values(given).reduce((total, each) => total + each, 0);
        const least = all.reduce((total, each) => total + Math.min(each.askedMb, each.declaredMb), 0);
        if (least <= budgetMb) expect(sum).toBeLessThanOrEqual(budgetMb);
        for (const { name, askedMb } of all) expect(given[name]).toBeLessThanOrEqual(askedMb);
      }),
    );
  });
});
