import { ApolloGateway } from '@apollo/gateway';
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import {
  parse,
  print,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import { asGraphQLError } from '../platform/graphql/as-graphql-error.ts';
import { systemClock } from '../platform/clock.ts';
import type { Logger } from '../platform/log.ts';
import type { RequestContext } from '../platform/request-context.ts';
import type { Link } from './links/link.ts';
import { createMetrics } from './observability/metrics.ts';
import { observeExecution, type ExecutionObserver } from './observability/observe-execution.ts';
import { coerceVariables } from './plan/coerce-variables.ts';
import { readPlanNames } from './plan/repairs/clashing-aliases.ts';
import { executePlan, type PlanRequest, type PlanWorld } from './plan/execute-plan.ts';
import { readTypeRules } from './plan/execute/type-rules.ts';
import type { Restriction } from './plan/access/restriction.ts';
import { planOperation, type OperationPlan } from './plan/operation-plan.ts';
import { createPlanCache } from './plan/plan-cache.ts';
import { createPlanner } from './plan/planner.ts';
import { readNarrowerFields } from './plan/repairs/narrower-types.ts';
import { nameRequiredArguments } from './plan/repairs/required-arguments.ts';
import { withResolvableKeysFirst } from './plan/repairs/resolvable-keys.ts';
import { withoutReservedVariables } from './plan/repairs/reserved-variables.ts';
import { withoutSecurityPurpose } from './plan/repairs/security-purpose.ts';

// Read when an ApolloGateway is built: without it the package reports to its maker and probes cloud metadata addresses.
process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';

/** What ApolloServer takes as its `gateway`. */
export type ServerGateway = ApolloServerOptionsWithGateway<GraphContext>['gateway'];

type ServerExecutor = NonNullable<Awaited<ReturnType<ServerGateway['load']>>['executor']>;

/** The context value of every operation, whichever door it came through. */
export interface GraphContext {
  readonly request: RequestContext;
}

export interface PlannedOperation {
  readonly document: DocumentNode;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
  readonly context: RequestContext;
}

/** A subscription planned over the subgraphs. Stateless: one plan serves every subscriber of the operation. */
export interface SubscriptionPlan {
  /** The subgraph that has the events, and what it is asked. */
  readonly subgraph: string;
  readonly query: string;
  readonly variableUsages: readonly string[];
  /** Wakes what it needs and sleeps, where the operation asks for it: the refusal, or undefined once it may begin. Never rejects. */
  wakeFor(operation: PlannedOperation): Promise<GraphQLError | undefined>;
  /** The event with the fields of the other subgraphs joined and shaped as the client asked. The event is not changed. */
  complete(event: ExecutionResult, operation: PlannedOperation): Promise<ExecutionResult>;
}

/** Asked before a plan runs: what it gives is the answer, and nothing runs. Undefined lets it run at once. Never rejects. */
export type AdmitPlan = (
  plan: OperationPlan,
  request: PlanRequest,
) => Promise<ExecutionResult | undefined> | undefined | ExecutionResult;

export interface LoadedSupergraph {
  readonly apiSchema: GraphQLSchema;
  /** Queries and mutations, without what the restriction forbids; the plan is made once per query text and restriction. */
  execute(operation: PlannedOperation, restriction?: Restriction): Promise<ExecutionResult>;
  /** Keeps the plan for when it is asked for. */
  warm(operation: PlannedOperation, restriction?: Restriction): void;
  /** The root field must not carry @skip or @include: the planner throws on it. */
  readonly planSubscription: (
    document: DocumentNode,
    operationName: string | undefined,
    restriction?: Restriction,
  ) => SubscriptionPlan;
  close(): Promise<void>;
}

const KEPT_PLANS = 1_000;

/** ApolloGateway reads and checks the supergraph, its planner plans, and what runs the plans is ours. */
export async function loadSupergraph(options: {
  readonly sdl: string;
  readonly links: Readonly<Record<string, Link>>;
  readonly log: Logger;
  readonly showSubgraphErrors: boolean;
  readonly admitPlan?: AdmitPlan | undefined;
  readonly observer?: ExecutionObserver | undefined;
}): Promise<LoadedSupergraph> {
  const { links, log, showSubgraphErrors, admitPlan } = options;
  const { observer = observeExecution(createMetrics(), systemClock) } = options;
  const sdl = withoutSecurityPurpose(options.sdl);
  const apiSchema = await checkedSchema(sdl, log);
  const supergraph = parse(sdl, { noLocation: true });
  const required = nameRequiredArguments(supergraph);
  const planner = createPlanner(print(withResolvableKeysFirst(required.supergraph)));
  const planNames = new Set([...readPlanNames(supergraph), ...readPlanNames(required.supergraph)]);
  const planning = {
    planner,
    apiSchema,
    planNames,
    narrowerFields: readNarrowerFields(supergraph),
    required,
  };
  const world: PlanWorld = { apiSchema, links, isOfType: readTypeRules(supergraph), showSubgraphErrors };
  const plans = observer.plans(createPlanCache<OperationPlan>(KEPT_PLANS));

  function planOf({ document, operationName, query }: PlannedOperation, restriction?: Restriction) {
    return attemptPlan(() =>
      plans.get(`${operationName ?? ''}\n${restriction?.key ?? ''}\n${query}`, () =>
        planOperation(planning, document, operationName, restriction),
      ),
    );
  }

  async function execute(asked: PlannedOperation, restriction?: Restriction): Promise<ExecutionResult> {
    const operation = withoutReservedVariables(asked);
    const { variables, context } = operation;
    const plan = planOf(operation, restriction);
    if ('failure' in plan) return { errors: [plan.failure] };
    const refused = wrongWake(plan, operation) ?? (await admitPlan?.(plan, { variables, context }));
    if (refused !== undefined) return refused;
    return observer.run(plan, context, (watched) =>
      executePlan(plan, { variables, context: watched }, world),
    );
  }

  /** What cannot run wakes nothing. */
  function wrongWake(
    { operation }: OperationPlan,
    { variables, context }: PlannedOperation,
  ): ExecutionResult | undefined {
    if (context.wake === undefined) return undefined;
    const { errors } = coerceVariables(apiSchema, operation, variables);
    return errors && { errors };
  }

  return {
    apiSchema,
    execute,
    warm: (operation, restriction) => void planOf(withoutReservedVariables(operation), restriction),
    planSubscription: (document, operationName, restriction) => {
      const plan = planOperation(planning, document, operationName, restriction);
      const { primary } = plan;
      if (primary === undefined) throw new Error('a subscription was planned as something else');
      return {
        subgraph: primary.subgraph,
        query: primary.query,
        variableUsages: primary.variableNames,
        wakeFor: async ({ variables, context }) =>
          (await admitPlan?.(plan, { variables, context }))?.errors?.[0],
        complete: (event, asked) =>
          observer.event(primary.subgraph, asked, () =>
            executePlan(plan, { event, variables: asked.variables, context: asked.context }, world),
          ),
      };
    },
    close: () => Promise.resolve(),
  };
}

/** The planner throws where a supergraph leaves no way to a field. */
function attemptPlan(make: () => OperationPlan): OperationPlan | { readonly failure: GraphQLError } {
  try {
    return make();
  } catch (error) {
    return { failure: asGraphQLError(error, 'planning the operation') };
  }
}

/** The schema that clients see. Throws on a supergraph that is broken or asks for what ApolloGateway does not know. */
async function checkedSchema(sdl: string, log: Logger): Promise<GraphQLSchema> {
  const gateway = new ApolloGateway({
    supergraphSdl: sdl,
    buildService: () => ({ process: () => Promise.reject(new Error('the plan is run elsewhere')) }),
    logger: apolloLogger(log),
  });
  let schema: GraphQLSchema | undefined;
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => (schema = apiSchema));
  await gateway.load();
  await gateway.stop();
  if (schema === undefined) throw new Error('the supergraph was loaded without a schema');
  return schema;
}

/** What Apollo Server gives its executor. */
export function operationOf(request: Parameters<ServerExecutor>[0]): PlannedOperation {
  return {
    document: request.document,
    query: request.source,
    variables: request.request.variables ?? {},
    operationName: request.request.operationName ?? undefined,
    context: requestOf(request.context),
  };
}

/** The request context inside any context value of an operation. */
export function requestOf(context: object): RequestContext {
  const request: unknown = 'request' in context ? context.request : undefined;
  if (typeof request !== 'object' || request === null || !('correlationId' in request)) {
    throw new Error('an operation came without its request context');
  }
  return request as RequestContext;
}

function apolloLogger(log: Logger) {
  return {
    debug: (message?: unknown) => log.debug(String(message)),
    // It tells of every start and reload what the gateway itself already says.
    info: (message?: unknown) => log.debug(String(message)),
    warn: (message?: unknown) => log.warn(String(message)),
    error: (message?: unknown) => log.error(String(message)),
  };
}
