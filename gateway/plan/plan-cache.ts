/** The values used last, at most `limit` of them. */
export interface PlanCache<Plan> {
  /** Made by `make` where it is not kept; a plan that cannot be made is not kept. */
  get(key: string, make: () => Plan): Plan;
  clear(): void;
}

export function createPlanCache<Plan>(limit: number): PlanCache<Plan> {
  const plans = new Map<string, Plan>();
  return {
    get(key, make) {
      const known = plans.get(key);
      const plan = known ?? make();
      // Maps iterate in the order of insertion: what is used moves to the end, and the first is the one to go.
      plans.delete(key);
      plans.set(key, plan);
      const [oldest] = plans.keys();
      if (plans.size > limit && oldest !== undefined) plans.delete(oldest);
      return plan;
    },
    clear: () => plans.clear(),
  };
}
