import type { ExecutionResult } from 'graphql';
import type { Clock } from '../../../platform/clock.ts';
import type { RequestContext } from '../../../platform/request-context.ts';
import { resumeStream, type ResumedStream } from './resume.ts';
import type { SubscriptionSource } from './source.ts';

export interface UpstreamRequest {
  /** Asked each time the stream is opened: after a reload of the schema it is another one. */
  readonly sourceNow: () => SubscriptionSource;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
  readonly clock: Clock;
  /** Where to continue what another stream began. */
  readonly cursor?: unknown;
}

/** The raw events of a subgraph, over its breaks where the field is @resumable. */
export function openUpstream(request: UpstreamRequest): Promise<ResumedStream> {
  const { resumption } = request.sourceNow();
  return resumeStream(
    {
      open: (cursor) => open(request, cursor),
      takesCursor: resumption !== undefined,
      cursorOf: (event) => request.sourceNow().resumption?.cursorOf(event),
      isSnapshot: (event) => request.sourceNow().resumption?.isSnapshot(event) ?? false,
      hasStart: resumption?.hasStart(request.variables) ?? false,
      cursor: request.cursor,
    },
    request.clock,
  );
}

async function open(
  { sourceNow, variables, context }: UpstreamRequest,
  cursor: unknown,
): Promise<AsyncIterableIterator<ExecutionResult>> {
  const { plan, link, query, resumption } = sourceNow();
  const used = Object.fromEntries(
    plan.variableUsages
      .filter((name) => Object.hasOwn(variables, name))
      .map((name) => [name, variables[name]]),
  );
  if (cursor === undefined || resumption === undefined)
    return link.subscribe({ query, variables: used, context });
  return link.subscribe({
    query: resumption.resumeQuery,
    variables: { ...used, [resumption.resumeVariable]: cursor },
    context,
  });
}
