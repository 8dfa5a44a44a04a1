import type { Clock } from '../../../platform/clock.ts';
import type { EngineRegistry } from '../registry/engine-registry.ts';
import { planRoute, type Route, type RouteRequest } from './plan-route.ts';
import { seededRandom } from './seeded-random.ts';
import type { EngineStrategy } from './strategies.ts';

export type RouteWish = Pick<RouteRequest, 'pinned' | 'allowFallback' | 'needOf'>;

/** Chooses among the registered engines with the strategy of the moment. */
export interface Router {
  readonly strategy: EngineStrategy;
  use(strategy: EngineStrategy, seed?: number): void;
  /** For a call that is about to be made. */
  decide(wish: RouteWish): Route;
  /** What decide() would say now. Changes nothing: the bandit's next draw is the same afterwards. */
  preview(wish: RouteWish): Route;
}

export function createRouter(parts: {
  readonly registry: EngineRegistry;
  readonly clock: Clock;
  readonly strategy: EngineStrategy;
  readonly seed: number;
  /** What is wrong with the engines file, where an earlier one is used. */
  readonly fileProblem?: () => string | null;
}): Router {
  let { strategy, seed } = parts;
  let turn = 0;

  function preview(wish: RouteWish): Route {
    const route = planRoute(parts.registry.list(), {
      ...wish,
      strategy,
      now: parts.clock.now(),
      random: seededRandom(seed, turn),
    });
    // Else the engines say it themselves; here is none that could.
    const problem = route.candidates.length === 0 ? (parts.fileProblem?.() ?? null) : null;
    return problem === null ? route : { ...route, reason: `${route.reason}; ${problem}` };
  }

  return {
    get strategy() {
      return strategy;
    },
    use(next, nextSeed = seed) {
      strategy = next;
      if (nextSeed !== seed) turn = 0;
      seed = nextSeed;
    },
    preview,
    decide(wish) {
      const route = preview(wish);
      if (strategy === 'BANDIT') turn += 1;
      return route;
    },
  };
}
