import { OperationTypeNode, type ExecutionResult, type GraphQLError } from 'graphql';
import type { Clock } from '../../platform/clock.ts';
import { asGraphQLError } from '../../platform/graphql/as-graphql-error.ts';
import type { RequestContext } from '../../platform/request-context.ts';
import { limitOperation } from '../door/operation/operation-limit.ts';
import type { Graph } from '../graph.ts';
import { chargeOf, type RateLimits } from '../limits/rate-limits.ts';
import type { OperationText } from '../plan/prepare.ts';
import type { PlannedOperation } from '../supergraph.ts';
import { readWishes } from '../wishes/read-wishes.ts';

export interface OperationLimits {
  readonly queryDeadlineMs: number;
  readonly mutationDeadlineMs: number;
}

/** Who asks: one WebSocket connection, or one request for an event stream. */
export interface Caller {
  /** Aborts when the client is gone. */
  readonly signal: AbortSignal;
  nextContext(signal: AbortSignal): RequestContext;
}

export interface OperationRequest {
  readonly graph: Graph;
  readonly caller: Caller;
  readonly text: OperationText;
  /** Of the request, where its door has not read them. */
  readonly extensions?: unknown;
  readonly clock: Clock;
  readonly limits: OperationLimits;
  readonly rateLimits?: RateLimits | undefined;
}

/** What is to be done for an operation that came by a door without Apollo Server. */
export type BegunOperation = { readonly correlationId: string } & (
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] }
  /** A query or mutation. `run` never rejects. */
  | { readonly kind: 'single'; readonly run: () => Promise<ExecutionResult> }
  /** For the hub, whose streams have signals of their own. It begins once `refusal`, which never rejects, gives nothing. */
  | {
      readonly kind: 'stream';
      readonly operation: PlannedOperation;
      readonly refusal: Promise<GraphQLError | undefined> | undefined;
    }
);

const NEVER = new AbortController().signal;

export function beginOperation(request: OperationRequest): BegunOperation {
  const { graph, caller, text } = request;
  const prepared = graph.prepare(text);
  if ('errors' in prepared) {
    const { correlationId } = caller.nextContext(NEVER);
    return { kind: 'refused', errors: prepared.errors, correlationId };
  }
  const { document, query, kind } = prepared;
  const { variables, operationName } = text;
  const asked = withWishes(caller.nextContext(NEVER), request.extensions);
  const { correlationId } = asked.context;
  if ('refusal' in asked) return { kind: 'refused', errors: [asked.refusal], correlationId };
  if (kind === OperationTypeNode.SUBSCRIPTION) {
    const operation = { document, query, variables, operationName, context: asked.context };
    return { kind: 'stream', operation, refusal: refusalOf(request, operation), correlationId };
  }
  const waitMs = asked.context.wake?.waitMs ?? 0;
  const lifetime = limitedTime(request, kind === OperationTypeNode.MUTATION, waitMs);
  const context = { ...asked.context, signal: lifetime.signal };
  const operation = { document, query, variables, operationName, context };
  return {
    kind: 'single',
    run: () => runOnce(request, operation, lifetime.end),
    correlationId,
  };
}

/** What the client asks for beside its operation; a door that has read it has put it into the context. */
function withWishes(
  context: RequestContext,
  extensions: unknown,
): { readonly context: RequestContext; readonly refusal?: GraphQLError } {
  try {
    return { context: { ...context, ...readWishes({}, extensions, context.actor) } };
  } catch (error) {
    return { context, refusal: asGraphQLError(error, 'the extensions') };
  }
}

/** A stream that asked for it waits until what sleeps was woken. */
function refusalOf(
  request: OperationRequest,
  operation: PlannedOperation,
): Promise<GraphQLError | undefined> | undefined {
  const charged = chargeFor(request, operation);
  if (operation.context.wake === undefined) return charged;
  return Promise.resolve(charged).then((refused) => refused ?? request.graph.wakeFor(operation));
}

async function runOnce(
  request: OperationRequest,
  operation: PlannedOperation,
  end: () => void,
): Promise<ExecutionResult> {
  try {
    const refused = await chargeFor(request, operation);
    return refused === undefined ? await request.graph.execute(operation) : { errors: [refused] };
  } catch (error) {
    return { errors: [asGraphQLError(error, 'the operation')] };
  } finally {
    end();
  }
}

function chargeFor(
  { rateLimits }: OperationRequest,
  { document, operationName, context }: PlannedOperation,
): ReturnType<RateLimits['take']> {
  return rateLimits?.take(context.actor.name, chargeOf(document, operationName));
}

/** As over HTTP: a query ends with its client, a mutation does not. */
function limitedTime(
  { clock, caller, limits }: OperationRequest,
  isMutation: boolean,
  waitMs: number,
): { readonly signal: AbortSignal; readonly end: () => void } {
  const limit = limitOperation(clock, limits.queryDeadlineMs + waitMs);
  if (isMutation) limit.becomeMutation(limits.mutationDeadlineMs + waitMs);
  const { signal } = caller;
  const onLeave = (): void => limit.clientLeft();
  signal.addEventListener('abort', onLeave, { once: true });
  return {
    signal: limit.signal,
    end() {
      limit.end();
      signal.removeEventListener('abort', onLeave);
    },
  };
}
