import { getOperationAST, Kind, type ExecutionResult } from 'graphql';
import type { Clock } from '../../platform/clock.ts';
import type { RequestContext } from '../../platform/request-context.ts';
import { collectAsleep } from '../asleep.ts';
import type { OperationPlan } from '../plan/operation-plan.ts';
import type { PlanCache } from '../plan/plan-cache.ts';
import type { PlannedOperation } from '../supergraph.ts';
import { startExplaining } from './explain.ts';
import type { Metrics } from './metrics.ts';
import { inSpan, inSpanNow, markFailed } from './tracing.ts';
import type { Traffic } from './traffic.ts';

/** Stands around what is run: counts, traces and explains it, and changes nothing of it. */
export interface ExecutionObserver {
  /** Around a query or mutation. */
  operation(asked: PlannedOperation, run: () => Promise<ExecutionResult>): Promise<ExecutionResult>;
  plans<Plan>(plans: PlanCache<Plan>): PlanCache<Plan>;
  /** Around one run of a plan. Where the client wants to know, the answer tells how it came about. */
  run(
    plan: OperationPlan,
    context: RequestContext,
    run: (context: RequestContext) => Promise<ExecutionResult>,
  ): Promise<ExecutionResult>;
  /** Around the completion of one event of the subgraph. */
  event(
    subgraph: string,
    asked: PlannedOperation,
    run: () => Promise<ExecutionResult>,
  ): Promise<ExecutionResult>;
}

/** `traffic` counts by the operation's name, or its first field where it has none. */
export function observeExecution(metrics: Metrics, clock: Clock, traffic?: Traffic): ExecutionObserver {
  const ranBefore = new WeakSet<OperationPlan>();
  return {
    operation(asked, run) {
      const kind = getOperationAST(asked.document, asked.operationName)?.operation ?? 'query';
      const startedAt = clock.monotonic();
      const attributes = attributesOf(asked, kind);
      return inSpan({ name: `graphql ${kind}`, kind: 'server', attributes }, async (span) => {
        const result = await run();
        const outcome = outcomeOf(result);
        if (outcome === 'failed') markFailed(span, result.errors?.[0]?.message ?? 'no data');
        const ms = clock.monotonic() - startedAt;
        metrics.operationEnded({ kind, outcome, ms });
        traffic?.ended({ name: nameOf(asked), failed: outcome !== 'ok', ms });
        countAsleep(result, metrics);
        return result;
      });
    },
    plans: (plans) => ({
      ...plans,
      get(key, make) {
        let isKnown = true;
        const plan = plans.get(key, () => {
          isKnown = false;
          return inSpanNow({ name: 'graphql plan' }, make);
        });
        metrics.planned(isKnown);
        return plan;
      },
    }),
    async run(plan, context, run) {
      const planWasKept = ranBefore.has(plan);
      ranBefore.add(plan);
      if (context.explain !== true) return run(context);
      const watcher = startExplaining(plan, planWasKept, clock);
      const result = await run({ ...context, watcher });
      return { ...result, extensions: { ...result.extensions, explain: watcher.result() } };
    },
    event(subgraph, asked, run) {
      const startedAt = clock.monotonic();
      const attributes = { ...attributesOf(asked, 'subscription'), 'vx11.subgraph': subgraph };
      return inSpan({ name: 'graphql subscription event', attributes }, async () => {
        const result = await run();
        metrics.eventCompleted({ subgraph, ms: clock.monotonic() - startedAt });
        countAsleep(result, metrics);
        return result;
      });
    },
  };
}

/** Long names are cut: they come from clients and are kept. */
function nameOf({ document, operationName }: PlannedOperation): string {
  const operation = getOperationAST(document, operationName);
  const field = operation?.selectionSet.selections.find((selection) => selection.kind === Kind.FIELD);
  return (operation?.name?.value ?? field?.name.value ?? 'unnamed').slice(0, LONGEST_NAME);
}

const LONGEST_NAME = 80;

function attributesOf({ operationName, context }: PlannedOperation, kind: string) {
  return {
    'graphql.operation.type': kind,
    'vx11.correlation_id': context.correlationId,
    ...(operationName === undefined ? {} : { 'graphql.operation.name': operationName }),
  };
}

function outcomeOf({ data, errors }: ExecutionResult): 'ok' | 'partial' | 'failed' {
  if (errors === undefined) return 'ok';
  return data === undefined || data === null ? 'failed' : 'partial';
}

function countAsleep({ errors }: ExecutionResult, metrics: Metrics): void {
  if (errors === undefined) return;
  for (const { service } of collectAsleep(errors)) metrics.slept(service);
}
