import type { DocumentNode, ExecutionResult } from 'graphql';
import type { RequestContext } from '../../platform/request-context.ts';

export interface LinkRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  /** The parsed query, where the caller has it; spares a local link the parse. */
  readonly document?: DocumentNode;
  readonly context: RequestContext;
}

/**
 * The way to one subgraph. Implementations: local (embedded schema) and remote (HTTP and one WebSocket);
 * both pass tests/contract/link.
 */
export interface Link {
  /**
   * Resolves with GraphQL results, errors of resolvers included. Rejects with a CodedError where there is no result:
   * SERVICE_ASLEEP, SERVICE_UNREACHABLE, CIRCUIT_OPEN, DEADLINE_EXCEEDED; with the signal's reason where it aborts.
   */
  execute(request: LinkRequest): Promise<ExecutionResult>;
  /**
   * One result per event, in order. Rejects where the stream cannot begin. The iterator throws where it breaks;
   * its return() ends the upstream at once, also while a next() is pending.
   */
  subscribe(request: LinkRequest): Promise<AsyncIterableIterator<ExecutionResult>>;
  /** Ends every stream and socket. Idempotent. */
  close(): Promise<void>;
}
