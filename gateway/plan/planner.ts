import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner, type PlanNode, type SubscriptionNode } from '@apollo/query-planner';
import type { DocumentNode } from 'graphql';

export type {
  FetchDataRewrite,
  FetchNode,
  PlanNode,
  QueryPlanSelectionNode,
  SubscriptionNode,
} from '@apollo/query-planner';

/** Undefined where no subgraph need be asked, as for introspection. */
export type PlannedNode = PlanNode | SubscriptionNode | undefined;

/** The one place that calls the planner. The operation is valid against the API schema. */
export type Planner = (document: DocumentNode, operationName: string | undefined) => PlannedNode;

/** The planner is built with the first operation: a process that starts in a hurry has none yet. */
export function createPlanner(supergraphSdl: string): Planner {
  let built: { readonly planner: QueryPlanner; readonly apiSchema: ApiSchema } | undefined;
  return (document, operationName) => {
    const { planner, apiSchema } = (built ??= build(supergraphSdl));
    const operation = operationFromDocument(apiSchema, document, {
      validate: false,
      ...(operationName === undefined ? {} : { operationName }),
    });
    return planner.buildQueryPlan(operation).node;
  };
}

type ApiSchema = ReturnType<Supergraph['apiSchema']>;

function build(supergraphSdl: string) {
  const supergraph = Supergraph.build(supergraphSdl, { validateSupergraph: false });
  // Fetches stand alone, so that several can be made one operation.
  const planner = new QueryPlanner(supergraph, { reuseQueryFragments: false });
  return { planner, apiSchema: supergraph.apiSchema() };
}
