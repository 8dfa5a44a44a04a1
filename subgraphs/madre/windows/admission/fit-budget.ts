/** What one service of a closure asks for, and what the catalog says that it needs. */
export interface MemoryNeed {
  readonly name: string;
  readonly askedMb: number;
  readonly declaredMb: number;
}

/**
 * What is reserved for each service. Measured peaks that do not fit the budget together give way, each in proportion to what it has
 * above the catalog's figure: runs that were greedy once must not keep a service and what it needs from ever running again. Where
 * the catalog's own figures do not fit either, everything stays as asked.
 */
export function fitBudget(
  needs: readonly MemoryNeed[],
  budgetMb = Infinity,
): Readonly<Record<string, number>> {
  const extraOf = ({ askedMb, declaredMb }: MemoryNeed): number => Math.max(0, askedMb - declaredMb);
  const asked = needs.reduce((sum, { askedMb }) => sum + askedMb, 0);
  const extra = needs.reduce((sum, need) => sum + extraOf(need), 0);
  const room = budgetMb - (asked - extra);
  const given = asked <= budgetMb || room < 0 ? 1 : room / extra;
  return Object.fromEntries(
    needs.map((need) => [
      need.name,
      need.askedMb - extraOf(need) + (given === 1 ? extraOf(need) : Math.floor(extraOf(need) * given)),
    ]),
  );
}
