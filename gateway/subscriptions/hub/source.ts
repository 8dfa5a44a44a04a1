import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import type { Link } from '../../links/link.ts';
import { planResumption, type Resumption, type ResumableField } from '../../plan/resumable.ts';
import type { SubscriptionPlan } from '../../supergraph.ts';
import { planEventKey } from './event-key.ts';

/** Where the events of an operation come from, and what each of them is completed with. Holds nothing of any subscriber. */
export interface SubscriptionSource {
  readonly plan: SubscriptionPlan;
  readonly link: Link;
  /** What the subgraph is asked, with what the hub wants to know of each event under aliases of its own. */
  readonly query: string;
  /** Undefined where the field is not @resumable: its stream ends with the error that broke it. */
  readonly resumption: Resumption | undefined;
  /** Present where the events are states: of one subject only the latest counts. */
  readonly keyOf: ((event: ExecutionResult) => string | undefined) | undefined;
}

export interface SourceParts {
  readonly schema: GraphQLSchema;
  readonly links: Readonly<Record<string, Link>>;
  readonly resumable: ReadonlyMap<string, ResumableField>;
  readonly planSubscription: (document: DocumentNode, operationName: string | undefined) => SubscriptionPlan;
}

/** Throws where the operation cannot be planned. */
export function planSource(
  parts: SourceParts,
  document: DocumentNode,
  operationName: string | undefined,
): SubscriptionSource {
  const plan = parts.planSubscription(document, operationName);
  const link = parts.links[plan.subgraph];
  if (link === undefined) throw new Error(`there is no link to subgraph ${plan.subgraph}`);
  const key = planEventKey(plan.query, parts.schema);
  const query = key?.query ?? plan.query;
  const resumption = planResumption(query, parts.schema, parts.resumable);
  return { plan, link, query: resumption?.query ?? query, resumption, keyOf: key?.keyOf };
}

/** Whether a stream that was opened for the one may go on for the other. */
export function isSameUpstream(one: SubscriptionSource, other: SubscriptionSource): boolean {
  return (
    one.link === other.link &&
    one.query === other.query &&
    one.resumption?.resumeQuery === other.resumption?.resumeQuery
  );
}
