import {
  getOperationAST,
  getVariableValues,
  type GraphQLError,
  printSchema,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
} from 'graphql';
import type { Clock } from '../platform/clock.ts';
import { createDocumentCache } from '../platform/graphql/document-cache.ts';
import { CodedError } from '../platform/errors.ts';
import type { Logger } from '../platform/log.ts';
import type { Link } from './links/link.ts';
import { readAccessRules, refusal } from './plan/access.ts';
import { createPlanCache } from './plan/plan-cache.ts';
import { prepareOperation, type OperationText, type PreparedOperation } from './plan/prepare.ts';
import { planResumption, readResumableFields } from './plan/resumable.ts';
import { withoutReservedVariables } from './plan/reserved-variables.ts';
import { openSubscription, type SubscriptionSource } from './subscriptions/pipeline.ts';
import { loadSupergraph, requestOf, type PlannedOperation, type ServerGateway } from './supergraph.ts';

/** The composed schema, ready to be asked. Both doors, HTTP and WebSocket, ask the same one. */
export interface Graph {
  /** For ApolloServer, which parses and validates itself. */
  readonly gateway: ServerGateway;
  apiSchema(): GraphQLSchema;
  apiSdl(): string;
  /** Parses and validates for a door that has no Apollo Server. Never throws on what a client sent. */
  prepare(text: OperationText): PreparedOperation;
  /** Queries and mutations, prepared. Errors are not masked yet. */
  execute(operation: PlannedOperation): Promise<ExecutionResult>;
  /**
   * One result per event. Rejects with a GraphQLError where the stream cannot begin; the iterator throws one where it breaks for
   * good. Its return(), or the context's signal, ends the upstream at once.
   */
  subscribe(operation: PlannedOperation): Promise<AsyncIterableIterator<ExecutionResult>>;
  close(): Promise<void>;
}

export interface GraphOptions {
  readonly supergraphSdl: string;
  /** One for each subgraph of the supergraph; the graph closes none of them. */
  readonly links: Readonly<Record<string, Link>>;
  readonly log: Logger;
  readonly clock: Clock;
  /** How long one event of a subscription may wait for the subgraphs that complete it. */
  readonly eventLimitMs: number;
}

const KEPT_PLANS = 500;

export async function createGraph(options: GraphOptions): Promise<Graph> {
  const { supergraphSdl, links, log, clock, eventLimitMs } = options;
  const supergraph = await loadSupergraph({ sdl: supergraphSdl, links, log });
  const { apiSchema } = supergraph;
  const rules = readAccessRules(supergraphSdl);
  const resumable = readResumableFields(supergraphSdl);
  const documents = createDocumentCache(apiSchema);
  const sources = createPlanCache<SubscriptionSource>(KEPT_PLANS);
  const refuse = (
    document: DocumentNode,
    actor: PlannedOperation['context']['actor'],
  ): CodedError | undefined => refusal(rules, apiSchema, document, actor);

  function sourceOf({ document, query, operationName }: PlannedOperation): SubscriptionSource {
    return sources.get(JSON.stringify([operationName, query]), () => {
      const plan = supergraph.planSubscription(document, operationName);
      const link = links[plan.subgraph];
      if (link === undefined) throw new Error(`there is no link to subgraph ${plan.subgraph}`);
      return {
        plan,
        link,
        clock,
        eventLimitMs,
        resumption: planResumption(plan.query, apiSchema, resumable),
      };
    });
  }

  return {
    gateway: {
      onSchemaLoadOrUpdate(listener) {
        listener({ apiSchema, coreSupergraphSdl: supergraphSdl });
        return () => undefined;
      },
      load: () =>
        Promise.resolve({
          executor: async (request) => {
            const refused = refuse(request.document, requestOf(request.context).actor);
            return refused === undefined ? supergraph.executor(request) : { errors: [refused] };
          },
        }),
      // Apollo Server stops first; the graph is closed by whoever made it, after the WebSocket door.
      stop: () => Promise.resolve(),
    },
    apiSchema: () => apiSchema,
    apiSdl: () => printSchema(apiSchema),
    prepare: (text) => prepareOperation(text, documents),
    async execute(operation) {
      const refused = refuse(operation.document, operation.context.actor);
      return refused === undefined ? supergraph.execute(operation) : { errors: [refused] };
    },
    async subscribe(operation) {
      const refused = refuse(operation.document, operation.context.actor);
      if (refused !== undefined) throw refused;
      demandVariables(apiSchema, operation);
      const planned = withoutReservedVariables(operation);
      return openSubscription(sourceOf(planned), planned);
    },
    close: () => supergraph.close(),
  };
}

function demandVariables(schema: GraphQLSchema, operation: PlannedOperation): void {
  const definitions = getOperationAST(operation.document, operation.operationName)?.variableDefinitions ?? [];
  const { errors } = getVariableValues(schema, definitions, operation.variables);
  if (errors !== undefined)
    throw new CodedError('BAD_USER_INPUT', {
      problem: errors.map((error: GraphQLError) => error.message).join('; '),
    });
}
