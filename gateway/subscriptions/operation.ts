import { OperationTypeNode, type ExecutionArgs, type ExecutionResult, type GraphQLError } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import type { Clock } from '../../platform/clock.ts';
import { asGraphQLError } from '../../platform/graphql/as-graphql-error.ts';
import { limitOperation } from '../door/operation-limit.ts';
import type { Graph } from '../graph.ts';
import type { PlannedOperation } from '../supergraph.ts';
import type { Connection } from './connection.ts';

export interface OperationLimits {
  readonly queryDeadlineMs: number;
  readonly mutationDeadlineMs: number;
}

/** One operation of a connection, ready to run; in graphql-ws's terms its context value. */
export class ConnectionOperation {
  readonly #graph: Graph;
  readonly #operation: PlannedOperation;
  readonly #end: () => void;

  constructor(graph: Graph, operation: PlannedOperation, end: () => void) {
    this.#graph = graph;
    this.#operation = operation;
    this.#end = end;
  }

  get correlationId(): string {
    return this.#operation.context.correlationId;
  }

  /** Never rejects: to graphql-ws that would be a reason to close the connection, with all that runs on it. */
  async execute(): Promise<ExecutionResult> {
    try {
      return await this.#graph.execute(this.#operation);
    } catch (error) {
      return { errors: [asGraphQLError(error, 'the operation')] };
    } finally {
      this.#end();
    }
  }

  /** A stream that cannot begin fails at its first event: so the client gets an `error` message, as the protocol wants it. */
  async subscribe(): Promise<AsyncIterableIterator<ExecutionResult>> {
    try {
      return await this.#graph.subscribe(this.#operation);
    } catch (error) {
      return failing(error);
    }
  }
}

export interface OperationRequest {
  readonly graph: Graph;
  readonly connection: Connection;
  readonly payload: SubscribePayload;
  readonly clock: Clock;
  readonly limits: OperationLimits;
}

/** What graphql-ws is to run, or the errors of a query that is not valid, with the correlation id they carry. */
export function beginOperation(request: OperationRequest): (
  { readonly args: ExecutionArgs } | { readonly errors: readonly GraphQLError[] }
) & {
  readonly correlationId: string;
} {
  const { graph, connection, payload } = request;
  const operationName = payload.operationName ?? undefined;
  const variables = payload.variables ?? {};
  const prepared = graph.prepare({ query: payload.query, variables, operationName });
  if ('errors' in prepared) {
    return {
      errors: prepared.errors,
      correlationId: connection.nextContext(connection.signal).correlationId,
    };
  }
  const { document, query, kind } = prepared;
  const lifetime =
    kind === OperationTypeNode.SUBSCRIPTION
      ? { signal: connection.signal, end: () => undefined }
      : limitedTime(request, kind === OperationTypeNode.MUTATION);
  const context = connection.nextContext(lifetime.signal);
  const operation = { document, query, variables, operationName, context };
  return {
    correlationId: context.correlationId,
    args: {
      schema: graph.apiSchema(),
      document,
      operationName: operationName ?? null,
      contextValue: new ConnectionOperation(graph, operation, lifetime.end),
    },
  };
}

/** As over HTTP: a query ends with its client, a mutation does not. */
function limitedTime(
  { clock, connection, limits }: OperationRequest,
  isMutation: boolean,
): { readonly signal: AbortSignal; readonly end: () => void } {
  const limit = limitOperation(clock, limits.queryDeadlineMs);
  if (isMutation) limit.becomeMutation(limits.mutationDeadlineMs);
  const onLeave = (): void => limit.clientLeft();
  connection.signal.addEventListener('abort', onLeave, { once: true });
  return {
    signal: limit.signal,
    end() {
      limit.end();
      connection.signal.removeEventListener('abort', onLeave);
    },
  };
}

function failing(error: unknown): AsyncIterableIterator<ExecutionResult> {
  const stream: AsyncIterableIterator<ExecutionResult> = {
    next: () => Promise.reject(error instanceof Error ? error : new Error(String(error))),
    return: () => Promise.resolve({ done: true, value: undefined }),
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}
