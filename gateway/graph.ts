import {
  getOperationAST,
  type GraphQLError,
  printSchema,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import { systemClock } from '../platform/clock.ts';
import { asGraphQLError } from '../platform/graphql/as-graphql-error.ts';
import { createDocumentCache } from '../platform/graphql/documents/document-cache.ts';
import { CodedError } from '../platform/errors.ts';
import type { Logger } from '../platform/log.ts';
import type { Link } from './links/link.ts';
import { createMetrics } from './observability/metrics.ts';
import { observeExecution, type ExecutionObserver } from './observability/observe-execution.ts';
import { readAccessRules } from './plan/access/access-rules.ts';
import { logRefusedMutation } from './plan/access/log-refused-mutation.ts';
import { refusalOf } from './plan/access/refusal.ts';
import { createAccess, type Restriction } from './plan/access/restriction.ts';
import { coerceVariables } from './plan/coerce-variables.ts';
import { createPlanCache } from './plan/plan-cache.ts';
import { prepareOperation, type OperationText, type PreparedOperation } from './plan/prepare.ts';
import { readResumableFields } from './plan/resumable.ts';
import type { SeenOperation } from './reload/seen-operations.ts';
import { readRootFields, type RootFields } from '../schema/root-fields.ts';
import type { SubscribableGraph } from './subscriptions/hub/hub.ts';
import { planSource, type SubscriptionSource } from './subscriptions/hub/source.ts';
import {
  loadSupergraph,
  operationOf,
  type AdmitPlan,
  type PlannedOperation,
  type ServerGateway,
} from './supergraph.ts';

/** The composed schema, ready to be asked. Both doors, HTTP and WebSocket, ask the same one. */
export interface Graph extends SubscribableGraph {
  /** For ApolloServer, which parses and validates itself. */
  readonly gateway: ServerGateway;
  apiSchema(): GraphQLSchema;
  apiSdl(): string;
  /** Which subgraphs begin which field. */
  rootFields(): RootFields;
  /** Parses and validates for a door that has no Apollo Server. Never throws on what a client sent. */
  prepare(text: OperationText): PreparedOperation;
  /** Queries and mutations, prepared. Errors are not masked yet. */
  execute(operation: PlannedOperation): Promise<ExecutionResult>;
  /** Before a subscription is begun that asks for what sleeps to be woken, which what may not begin does not: the refusal, if any. Never rejects. */
  wakeFor(operation: PlannedOperation): Promise<GraphQLError | undefined>;
  /** Makes all that a run of the operation needs. What does not fit this graph is left alone. */
  warm(operation: SeenOperation): void;
  close(): Promise<void>;
}

export interface GraphOptions {
  readonly supergraphSdl: string;
  /** One for each subgraph of the supergraph; the graph closes none of them. */
  readonly links: Readonly<Record<string, Link>>;
  readonly log: Logger;
  /** What subgraphs say of their errors reaches clients as it is; else what is not of our catalogue is masked. */
  readonly showSubgraphErrors?: boolean;
  readonly admitPlan?: AdmitPlan;
  readonly observer?: ExecutionObserver;
}

const KEPT_PLANS = 500;

export async function createGraph(options: GraphOptions): Promise<Graph> {
  const { supergraphSdl, links, log, showSubgraphErrors = false, admitPlan } = options;
  const observer = options.observer ?? observeExecution(createMetrics(), systemClock);
  const loading = { sdl: supergraphSdl, links, log, showSubgraphErrors, admitPlan, observer };
  const supergraph = await loadSupergraph(loading);
  const { apiSchema } = supergraph;
  const access = createAccess(readAccessRules(supergraphSdl), apiSchema);
  const resumable = readResumableFields(supergraphSdl);
  const rootFields = readRootFields(supergraphSdl);
  const documents = createDocumentCache(apiSchema);
  const sources = createPlanCache<SubscriptionSource>(KEPT_PLANS);
  const restrictionOf = ({ document, context }: PlannedOperation): Restriction | undefined =>
    access.restrictionOf(document, context.actor);

  const execute = (operation: PlannedOperation): Promise<ExecutionResult> =>
    observer.operation(operation, () => executeAllowed(operation));

  async function executeAllowed(operation: PlannedOperation): Promise<ExecutionResult> {
    const restriction = restrictionOf(operation);
    const errors = restriction && refusalOf(apiSchema, operation, restriction);
    if (errors === undefined) return supergraph.execute(operation, restriction);
    if (restriction !== undefined) logRefusedMutation(log, operation, { restriction, errors });
    return { errors };
  }

  function admitSubscription(operation: PlannedOperation): void {
    demandVariables(apiSchema, operation);
    const restriction = restrictionOf(operation);
    const [refused] = (restriction && refusalOf(apiSchema, operation, restriction)) ?? [];
    if (refused !== undefined) throw refused;
  }

  function sourceOf(operation: PlannedOperation): SubscriptionSource {
    const { document, operationName } = operation;
    const restriction = restrictionOf(operation);
    const planSubscription: typeof supergraph.planSubscription = (asked, name) =>
      supergraph.planSubscription(asked, name, restriction);
    return planSource({ schema: apiSchema, links, resumable, planSubscription }, document, operationName);
  }

  const sourceFor = (operation: PlannedOperation): SubscriptionSource =>
    sources.get(
      JSON.stringify([operation.operationName, restrictionOf(operation)?.key, operation.query]),
      () => sourceOf(operation),
    );

  return {
    gateway: {
      onSchemaLoadOrUpdate(listener) {
        listener({ apiSchema, coreSupergraphSdl: supergraphSdl });
        return () => undefined;
      },
      load: () =>
        Promise.resolve({
          executor: (request) => execute(operationOf(request)),
        }),
      // Apollo Server stops first; the graph is closed by whoever made it, after the WebSocket door.
      stop: () => Promise.resolve(),
    },
    apiSchema: () => apiSchema,
    apiSdl: () => printSchema(apiSchema),
    rootFields: () => rootFields,
    prepare: (text) => prepareOperation(text, documents),
    execute,
    warm(operation) {
      const { query, operationName } = operation;
      const prepared = prepareOperation({ query, operationName, variables: {} }, documents);
      if ('errors' in prepared) return;
      const fitting = { ...operation, document: prepared.document };
      supergraph.warm(fitting, restrictionOf(fitting));
    },
    admitSubscription,
    sourceOf: sourceFor,
    async wakeFor(operation) {
      try {
        admitSubscription(operation);
        return await sourceFor(operation).plan.wakeFor(operation);
      } catch (error) {
        return asGraphQLError(error, 'the subscription');
      }
    },
    scopesFor: ({ document, context }) => access.scopesThatMatter(document, context.actor),
    close: () => supergraph.close(),
  };
}

function demandVariables(schema: GraphQLSchema, operation: PlannedOperation): void {
  const asked = getOperationAST(operation.document, operation.operationName);
  const { errors } = coerceVariables(schema, asked, operation.variables);
  if (errors !== undefined)
    throw new CodedError('BAD_USER_INPUT', {
      problem: errors.map((error: GraphQLError) => error.message).join('; '),
    });
}
