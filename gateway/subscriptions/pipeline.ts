import type { ExecutionResult } from 'graphql';
import type { Clock } from '../../platform/clock.ts';
import { startDeadline } from '../../platform/deadline.ts';
import { asGraphQLError } from '../../platform/graphql/as-graphql-error.ts';
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
  /** How long the other subgraphs may take to complete one event; what is missing then is null in that event. */
  readonly eventLimitMs: number;
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
    map: (event, signal) => complete(source, operation, event, signal),
    mapError: (error) => asGraphQLError(error, 'the event stream'),
  });
}

/** Links settle as soon as their signal aborts, so what did come in time is kept. Never rejects. */
async function complete(
  { plan, clock, eventLimitMs }: SubscriptionSource,
  operation: PlannedOperation,
  event: ExecutionResult,
  parent: AbortSignal,
): Promise<ExecutionResult> {
  const deadline = startDeadline({ clock, limitMs: eventLimitMs, what: 'this event', parent });
  const context = { ...operation.context, signal: deadline.signal };
  try {
    return await plan.complete(event, { ...operation, context });
  } catch (error) {
    return { data: null, errors: [asGraphQLError(error, 'this event')] };
  } finally {
    deadline.stop();
  }
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
