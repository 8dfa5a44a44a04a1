import type { ExecutionResult } from 'graphql';
import type { CompletionEvent, CompletionRequest } from '../../schema/completion.ts';
import type { RequestContext } from '../../platform/request-context.ts';
import type { RefusedFile } from '../../schema/refused-files.ts';
import type { Period } from '../../schema/generated/operator.ts';

/** Asks another subgraph, embedded or remote, in the name of the context's actor. The same promises as a gateway link's execute. */
export type AskSubgraph = (request: {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
}) => Promise<ExecutionResult>;

/** switch's router. The stream ends with `finished` or `failed`, or throws a CodedError where switch itself does not answer. */
export interface Completions {
  complete(request: CompletionRequest, context: RequestContext): AsyncIterable<CompletionEvent>;
}

/** What switch says of its files that it cannot use; asked only while it is awake. Rejects where it gives no answer within a second. */
export type ReadRefusedFiles = (signal: AbortSignal) => Promise<readonly RefusedFile[]>;

export interface OperationCounts {
  readonly operation: string;
  readonly requests: number;
  readonly errors: number;
  readonly latency: Latency;
}

export interface Latency {
  /** Milliseconds; null where nothing was measured. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly samples: number;
}

/** What the gateway counted of the queries and mutations of a period. `since` is later than the period's begin where it runs for less. */
export type ReadTraffic = (period: Period) => {
  readonly since: number;
  readonly total: Omit<OperationCounts, 'operation'>;
  readonly byOperation: readonly OperationCounts[];
};
