import { createTextCache } from '../../platform/graphql/documents/text-cache.ts';

/** The values used last, at most `limit` of them, and fewer where their keys are long. */
export interface PlanCache<Plan> {
  /** Made by `make` where it is not kept; a plan that cannot be made is not kept. */
  get(key: string, make: () => Plan): Plan;
}

export function createPlanCache<Plan>(limit: number): PlanCache<Plan> {
  const plans = createTextCache<Plan>({ entries: limit });
  return {
    get(key, make) {
      const known = plans.get(key);
      if (known !== undefined) return known;
      const plan = make();
      plans.set(key, plan);
      return plan;
    },
  };
}
