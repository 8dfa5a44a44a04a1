import { GraphQLError, type ExecutionResult } from 'graphql';
import type { Clock } from '../../platform/clock.ts';
import { mapEvents } from '../../platform/graphql/event-stream.ts';
import type { Link } from '../links/link.ts';
import type { Resumption } from '../plan/resumable.ts';
import type { PlannedOperation, SubscriptionPlan } from '../supergraph.ts';
import { resumeStream } from './resume.ts';

export interface SubscriptionSource {
  readonly plan: SubscriptionPlan;
  /** Undefined where the field is not @resumable: its stream ends with the error that broke it. */
  readonly resumption: Resumption | undefined;
  readonly link: Link;
  readonly clock: Clock;
}

/**
 * One subscriber's results: each event of the upstream, completed by the other subgraphs. An error of one event is of that event
 * alone. Pulled: a slow reader leaves events in the upstream's bounded queue, and an upstream that gives up on it is resumed.
 */
export async function openSubscription(
  source: SubscriptionSource,
  operation: PlannedOperation,
): Promise<AsyncIterableIterator<ExecutionResult>> {
  const upstream = await openUpstream(source, operation);
  return mapEvents(upstream, {
    signal: operation.context.signal,
    map: (event) => source.plan.complete(event, operation),
    mapError: asGraphQLError,
  });
}

function openUpstream(
  source: SubscriptionSource,
  operation: PlannedOperation,
): Promise<AsyncIterableIterator<ExecutionResult>> {
  const { plan, resumption, link } = source;
  const { context } = operation;
  const variables = Object.fromEntries(
    plan.variableUsages
      .filter((name) => Object.hasOwn(operation.variables, name))
      .map((name) => [name, operation.variables[name]]),
  );
  if (resumption === undefined) return link.subscribe({ query: plan.query, variables, context });
  const { query, resumeQuery, resumeVariable } = resumption;
  return resumeStream(
    {
      open: (cursor) =>
        cursor === undefined
          ? link.subscribe({ query, variables, context })
          : link.subscribe({
              query: resumeQuery,
              variables: { ...variables, [resumeVariable]: cursor },
              context,
            }),
      cursorOf: (event) => resumption.cursorOf(event),
    },
    source.clock,
  );
}

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  return new GraphQLError('the event stream broke', {
    originalError: error instanceof Error ? error : new Error(String(error)),
  });
}
