import type { ExecutionResult } from 'graphql';
import type { CompletionEvent, CompletionRequest } from '../../schema/completion.ts';
import type { RequestContext } from '../../platform/request-context.ts';

/** Asks madre's subgraph, embedded or remote. The same promises as a gateway link's execute. */
export type AskMadre = (request: {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
}) => Promise<ExecutionResult>;

/** switch's router. The stream ends with `finished` or `failed`, or throws a CodedError where switch itself does not answer. */
export interface Completions {
  complete(request: CompletionRequest, context: RequestContext): AsyncIterable<CompletionEvent>;
}
