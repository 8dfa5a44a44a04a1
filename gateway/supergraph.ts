import {
  ApolloGateway,
  buildOperationContext,
  executeQueryPlan,
  type GraphQLDataSource,
} from '@apollo/gateway';
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner, type PlanNode, type SubscriptionNode } from '@apollo/query-planner';
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { DocumentNode, ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import { createHash } from 'node:crypto';
import { asGraphQLError } from '../platform/graphql/as-graphql-error.ts';
import type { Logger } from '../platform/log.ts';
import type { RequestContext } from '../platform/request-context.ts';
import { failedFetch } from './links/failed-fetch.ts';
import type { Link } from './links/link.ts';
import { withoutReservedVariables } from './plan/reserved-variables.ts';
import { withoutSecurityPurpose } from './plan/security-purpose.ts';

// Read when an ApolloGateway is built: without it the package reports to its maker and probes cloud metadata addresses.
process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';

type ApolloGatewayRequest = Parameters<ApolloGateway['executor']>[0];

/** What ApolloServer takes as its `gateway`. */
export type ServerGateway = ApolloServerOptionsWithGateway<GraphContext>['gateway'];

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
  /** The event with the fields of the other subgraphs joined and shaped as the client asked. The event is not changed. */
  complete(event: ExecutionResult, operation: PlannedOperation): Promise<ExecutionResult>;
}

export interface LoadedSupergraph {
  readonly apiSchema: GraphQLSchema;
  /** For queries and mutations; the plan is made once per query text. */
  readonly executor: ApolloGateway['executor'];
  execute(operation: PlannedOperation): Promise<ExecutionResult>;
  /** The root field must not carry @skip or @include: the planner throws on it. */
  planSubscription(document: DocumentNode, operationName: string | undefined): SubscriptionPlan;
  close(): Promise<void>;
}

/** The one place that knows @apollo/gateway, its planner and its plan format. */
export async function loadSupergraph(options: {
  readonly sdl: string;
  readonly links: Readonly<Record<string, Link>>;
  readonly log: Logger;
}): Promise<LoadedSupergraph> {
  const { links, log } = options;
  const sdl = withoutSecurityPurpose(options.sdl);
  const sources = Object.fromEntries(Object.entries(links).map(([name, link]) => [name, dataSource(link)]));
  const gateway = new ApolloGateway({
    supergraphSdl: sdl,
    buildService: ({ name }) => sources[name] ?? missing(name),
    logger: apolloLogger(log),
    __exposeQueryPlanExperimental: false,
  });
  let apiSchema: GraphQLSchema | undefined;
  gateway.onSchemaLoadOrUpdate((loaded) => (apiSchema = loaded.apiSchema));
  await gateway.load();
  if (apiSchema === undefined) throw new Error('the supergraph was loaded without a schema');
  const schema = apiSchema;
  const executor: ApolloGateway['executor'] = async (request) =>
    withoutSubgraphNames(await gateway.executor(planable(request)));
  const planSubscription = subscriptionPlanner({ sdl, sources, schema, log });

  return {
    apiSchema: schema,
    executor,
    execute: (operation) => executor(toApolloRequest(operation, schema, log)),
    planSubscription,
    close: () => gateway.stop(),
  };
}

function planable(request: ApolloGatewayRequest): ApolloGatewayRequest {
  const given = { document: request.document, variables: request.request.variables ?? {} };
  const { document, variables } = withoutReservedVariables(given);
  return document === given.document
    ? request
    : { ...request, document, request: { ...request.request, variables } };
}

const EVENT_SOURCE = '#event';

/** The planner is built at the first subscription: most processes that start in a hurry have none yet. */
function subscriptionPlanner(options: {
  readonly sdl: string;
  readonly sources: Readonly<Record<string, GraphQLDataSource>>;
  readonly schema: GraphQLSchema;
  readonly log: Logger;
}): LoadedSupergraph['planSubscription'] {
  let built: ReturnType<typeof build> | undefined;
  function build() {
    const supergraph = Supergraph.build(options.sdl, { validateSupergraph: false });
    return {
      planner: new QueryPlanner(supergraph),
      supergraphSchema: supergraph.schema.toGraphQLJSSchema(),
      apiSchema: supergraph.apiSchema(),
    };
  }

  return (document, operationName) => {
    const { planner, supergraphSchema, apiSchema } = (built ??= build());
    const { node } = planner.buildQueryPlan(
      operationFromDocument(apiSchema, document, operationName === undefined ? {} : { operationName }),
    );
    if (node?.kind !== 'Subscription')
      throw new Error(`a subscription was planned as ${node?.kind ?? 'nothing'}`);
    const perEvent = planOfOneEvent(node);
    return {
      subgraph: node.primary.serviceName,
      query: node.primary.operation,
      variableUsages: node.primary.variableUsages ?? [],
      complete: async (event, operation) => {
        const result = await executeQueryPlan(
          { kind: 'QueryPlan', node: perEvent },
          { ...options.sources, [EVENT_SOURCE]: eventSource(event) },
          toApolloRequest(operation, options.schema, options.log),
          buildOperationContext({
            schema: options.schema,
            operationDocument: document,
            ...(operationName === undefined ? {} : { operationName }),
          }),
          supergraphSchema,
          apiSchema,
        );
        return withoutSubgraphNames(result);
      },
    };
  };
}

/** The event takes the place of the fetch that would subscribe; what joins the other subgraphs follows. */
function planOfOneEvent({ primary, rest }: SubscriptionNode): PlanNode {
  const first: PlanNode = { ...primary, serviceName: EVENT_SOURCE };
  return rest === undefined ? first : { kind: 'Sequence', nodes: [first, rest] };
}

/** Execution merges into what a source returns, so it gets a copy that nobody else holds. */
function eventSource(event: ExecutionResult): GraphQLDataSource {
  return {
    process: () =>
      Promise.resolve({
        data: event.data === undefined ? null : structuredClone(event.data),
        ...(event.errors === undefined ? {} : { errors: event.errors.map((error) => error.toJSON()) }),
      }),
  };
}

function dataSource(link: Link): GraphQLDataSource {
  return {
    async process({ request, context }) {
      const query = request.query ?? '';
      const variables = request.variables ?? {};
      try {
        const result = await link.execute({
          query,
          variables,
          ...(request.operationName === undefined ? {} : { operationName: request.operationName }),
          context: requestOf(context),
        });
        return {
          data: result.data ?? null,
          ...(result.errors === undefined ? {} : { errors: result.errors.map((error) => error.toJSON()) }),
        };
      } catch (error) {
        return failedFetch(error, { query, variables });
      }
    },
  };
}

/** The request context inside any context value of an operation. */
export function requestOf(context: Record<string, unknown>): RequestContext {
  const { request } = context;
  if (typeof request !== 'object' || request === null || !('correlationId' in request)) {
    throw new Error('an operation came without its request context');
  }
  return request as RequestContext;
}

function missing(name: string): never {
  throw new Error(`the supergraph names subgraph ${name}, for which there is no link`);
}

/** What Apollo Server would hand to the gateway; the WebSocket door has no Apollo Server. */
function toApolloRequest(
  operation: PlannedOperation,
  schema: GraphQLSchema,
  log: Logger,
): ApolloGatewayRequest {
  const { document, query, operationName } = operation;
  const context: GraphContext = { request: operation.context };
  const built = buildOperationContext({
    schema,
    operationDocument: document,
    ...(operationName === undefined ? {} : { operationName }),
  });
  const request = {
    request: {
      query,
      variables: { ...operation.variables },
      ...(operationName === undefined ? {} : { operationName }),
    },
    logger: apolloLogger(log),
    schema,
    schemaHash: '' as ApolloGatewayRequest['schemaHash'],
    context,
    cache: noCache,
    queryHash: createHash('sha256').update(query).digest('hex'),
    document,
    source: query,
    operationName: operationName ?? null,
    operation: built.operation,
    // Execution writes into it, and throws where it is absent.
    metrics: {},
    overallCachePolicy: undefined,
  };
  return request;
}

/** Which subgraph failed is no matter of the client; what is (`service`) the error says itself. */
function withoutSubgraphNames(result: ExecutionResult): ExecutionResult {
  if (result.errors === undefined) return result;
  return { ...result, errors: result.errors.map(withoutSubgraphName) };
}

/** Among what a plan's execution reports are plain errors, whatever its types say. */
function withoutSubgraphName(reported: Error): GraphQLError {
  const error = asGraphQLError(reported, 'the plan');
  delete error.extensions['serviceName'];
  return error;
}

const noCache: ApolloGatewayRequest['cache'] = {
  get: () => Promise.resolve(undefined),
  set: () => Promise.resolve(),
  delete: () => Promise.resolve(false),
};

function apolloLogger(log: Logger): ApolloGatewayRequest['logger'] {
  return {
    debug: (message?: unknown) => log.debug(String(message)),
    // It tells of every start and reload what the gateway itself already says.
    info: (message?: unknown) => log.debug(String(message)),
    warn: (message?: unknown) => log.warn(String(message)),
    error: (message?: unknown) => log.error(String(message)),
  };
}
