import type { Clock } from '../../platform/clock.ts';
import type { RequestWatcher } from '../../platform/request-context.ts';
import { CodedError } from '../../platform/errors.ts';
import type { OperationPlan } from '../plan/operation-plan.ts';

/** What `extensions.explain` says of one answer. */
export interface Explanation {
  readonly plan: readonly PlannedBatch[];
  /** The plan was kept from before. */
  readonly planWasKept: boolean;
  readonly ms: number;
  /** In the order in which they ended; equal ones under way at a time are one. */
  readonly fetches: readonly { readonly subgraph: string; readonly outcome: string; readonly ms: number }[];
  readonly asleep: readonly string[];
  /** Fetches of the plan that were not sent: nothing needed them, or an equal one was under way. */
  readonly notSent: number;
}

/** Batches that go to one subgraph as one request. */
interface PlannedBatch {
  readonly subgraph: string;
  /** The positions of those it waits for. */
  readonly after: readonly number[];
  readonly asks: readonly { readonly path: string; readonly query: string }[];
}

export interface Explaining extends RequestWatcher {
  result(): Explanation;
}

export function startExplaining(plan: OperationPlan, planWasKept: boolean, clock: Clock): Explaining {
  const startedAt = clock.monotonic();
  const fetches: Explanation['fetches'][number][] = [];
  return {
    fetched: ({ subgraph, outcome, ms }) => fetches.push({ subgraph, outcome, ms: rounded(ms) }),
    result: () => ({
      plan: plan.batches.map(shown),
      planWasKept,
      ms: rounded(clock.monotonic() - startedAt),
      fetches,
      asleep: [...new Set(fetches.filter(isAsleep).map(({ subgraph }) => subgraph))],
      notSent: plan.batches.length - fetches.length,
    }),
  };
}

function shown({ subgraph, waitsFor, slots }: OperationPlan['batches'][number]): PlannedBatch {
  return {
    subgraph,
    after: waitsFor,
    asks: slots.flat().map(({ path, query }) => ({ path: path.join('.'), query })),
  };
}

const SERVICE_ASLEEP = new CodedError('SERVICE_ASLEEP').code;

function isAsleep({ outcome }: Explanation['fetches'][number]): boolean {
  return outcome === SERVICE_ASLEEP;
}

/** To the microsecond. */
function rounded(ms: number): number {
  return Math.round(ms * 1_000) / 1_000;
}
