import { GraphQLError, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type { RequestContext } from '../../platform/request-context.ts';
import type { Link } from '../links/link.ts';
import { coerceVariables } from './coerce-variables.ts';
import { emptyObject, setValue } from './execute/json-object.ts';
import { copyOf } from './execute/merge.ts';
import { runBatches } from './execute/entities/run-batches.ts';
import { takeRoot } from './execute/run-root.ts';
import type { Run } from './execute/run.ts';
import { createSend } from './execute/fetch/send.ts';
import { withPath } from './execute/fetch/subgraph-error.ts';
import type { TypeRules } from './execute/type-rules.ts';
import type { OperationPlan } from './operation-plan.ts';
import { introspect } from './shape/introspect.ts';
import { completeAnswer } from './shape/complete-answer.ts';

export interface PlanRequest {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
  /** Of a subscription: what its upstream gave. It is not changed. */
  readonly event?: ExecutionResult;
}

/** What a plan is run with, the same for all operations of a supergraph. */
export interface PlanWorld {
  readonly apiSchema: GraphQLSchema;
  readonly isOfType: TypeRules;
  readonly links: Readonly<Record<string, Link>>;
  readonly showSubgraphErrors: boolean;
}

/**
 * Asks the subgraphs as the plan says and shapes what they gave as the client asked. Whatever fails is null with an error at its
 * path; the rest is answered. Never rejects: wrong variables are errors too.
 */
export async function executePlan(
  plan: OperationPlan,
  request: PlanRequest,
  world: PlanWorld,
): Promise<ExecutionResult> {
  const { apiSchema, isOfType, links, showSubgraphErrors } = world;
  const { coerced, errors } = coerceVariables(apiSchema, plan.operation, request.variables);
  if (errors !== undefined) return { errors };
  const isTrue = (variable: string): boolean => coerced[variable] === true;
  const run: Run = {
    data: emptyObject(),
    errors: [],
    voided: [],
    variables: request.variables,
    isTrue,
    isOfType,
    showSubgraphErrors,
    send: createSend(links, request.context),
  };
  if (plan.primary !== undefined && request.event !== undefined)
    takeRoot(plan.primary, privateCopy(request.event), run);
  await runBatches(plan.batches, run);
  return answer(plan, run, apiSchema, coerced);
}

/** A failed fetch of a long list would otherwise answer with megabytes of the same. */
const MOST_ERRORS = 1_000;

function answer(
  plan: OperationPlan,
  run: Run,
  schema: GraphQLSchema,
  variables: Readonly<Record<string, unknown>>,
): ExecutionResult {
  const shape = plan.shapeFor(run.isTrue);
  if (shape.introspection.length > 0) {
    const told = introspect(schema, plan, shape.introspection, variables);
    for (const name of Object.keys(told)) setValue(run.data, name, told[name]);
  }
  const known = {
    errors: [...shape.errors, ...clientErrors(run, plan)],
    voided: run.voided.map((path) => path.map(plan.clientName)),
  };
  const { data, errors } = completeAnswer(shape, run.data, known);
  return errors.length === 0 ? { data } : { data, errors: bounded(errors) };
}

function clientErrors({ errors }: Run, { clientName }: OperationPlan): readonly GraphQLError[] {
  return errors.map((error) => {
    const path = error.path?.map(clientName);
    if (path === undefined || path.every((key, index) => key === error.path?.[index])) return error;
    return withPath(error, path);
  });
}

function bounded(errors: readonly GraphQLError[]): readonly GraphQLError[] {
  if (errors.length <= MOST_ERRORS) return errors;
  const [first] = errors;
  const message = `${errors.length - MOST_ERRORS} more errors are not listed`;
  const extensions = first?.extensions ?? {};
  return [...errors.slice(0, MOST_ERRORS), new GraphQLError(message, { extensions })];
}

/** Fetches merge into the data, so it must be nobody else's. */
function privateCopy(event: ExecutionResult): ExecutionResult {
  if (event.data === undefined || event.data === null) return event;
  const data = copyOf(event.data);
  return { ...event, data: data as NonNullable<ExecutionResult['data']> };
}
