import {
  createSourceEventStream,
  execute,
  GraphQLError,
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
} from 'graphql';
import { asGraphQLError } from './as-graphql-error.ts';
import { createDocumentCache, isSubscription } from './documents/document-cache.ts';
import { CodedError } from '../errors.ts';
import { mapEvents } from './event-stream.ts';
import { createLogger, type Logger } from '../log.ts';
import { maskError } from './mask-error.ts';
import type { RequestContext } from '../request-context.ts';
import type { Subgraph } from './subgraph.ts';
import { unlessAborted } from '../unless-aborted.ts';

export interface ExecutionRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  /** The parsed query, where the caller has it; spares the parse. */
  readonly document?: DocumentNode;
  readonly context: RequestContext;
}

/** Runs operations on one schema. Every error that leaves it is coded, masked and carries the correlation id; unknown ones are logged once. */
export interface Executor {
  /** Queries and mutations. Rejects only with the reason of the context's signal, as soon as that aborts. */
  execute(request: ExecutionRequest): Promise<ExecutionResult>;
  /**
   * One result per event, each executed with a fresh context. Rejects with a coded GraphQLError where the stream cannot begin.
   * The iterator throws one where the source breaks. Its return(), or the context's signal, ends the source at once.
   */
  subscribe(request: ExecutionRequest): Promise<AsyncIterableIterator<ExecutionResult>>;
}

export function createExecutor(
  subgraph: Subgraph,
  log: Logger = createLogger('error', subgraph.name),
): Executor {
  const documents = createDocumentCache(subgraph.schema);

  function argsOf(request: ExecutionRequest, document: DocumentNode): ExecutionArgs {
    return {
      schema: subgraph.schema,
      document,
      variableValues: request.variables ?? {},
      operationName: request.operationName ?? null,
      contextValue: subgraph.contextFor(request.context),
    };
  }

  return {
    async execute(request) {
      request.context.signal.throwIfAborted();
      const mask = maskerOf(log, request.context.correlationId);
      const prepared = documents.prepare(request.query, request.document);
      if ('errors' in prepared) return { errors: prepared.errors.map(mask) };
      if (isSubscription(prepared.document, request.operationName) === true) {
        return {
          errors: [
            mask(
              new CodedError('BAD_USER_INPUT', {
                problem: 'a subscription needs a stream: send it over WebSocket',
              }),
            ),
          ],
        };
      }
      const running = Promise.resolve(execute(argsOf(request, prepared.document)));
      return maskResult(await unlessAborted(running, request.context.signal), mask);
    },

    async subscribe(request) {
      const { signal } = request.context;
      signal.throwIfAborted();
      const mask = maskerOf(log, request.context.correlationId);
      const prepared = documents.prepare(request.query, request.document);
      if ('errors' in prepared) throw mask(firstOf(prepared.errors));
      if (isSubscription(prepared.document, request.operationName) === false) {
        throw mask(new CodedError('BAD_USER_INPUT', { problem: 'only a subscription can be subscribed to' }));
      }
      const { document } = prepared;
      const source = await openSource(argsOf(request, document), signal, mask);
      return mapEvents(source, {
        signal,
        map: async (event) =>
          maskResult(
            await execute({ ...argsOf(request, document), rootValue: event }),
            maskerOf(log, request.context.correlationId),
          ),
        mapError: (error) => mask(asGraphQLError(error, 'the event stream')),
      });
    },
  };
}

type Masker = (error: GraphQLError) => GraphQLError;

/** One cause that fails many fields, as a batched load does, is logged once. */
function maskerOf(log: Logger, correlationId: string): Masker {
  const logged = new Set<unknown>();
  return (error) =>
    maskError(error, {
      correlationId,
      onUnknown: (cause) => {
        if (logged.has(cause)) return;
        logged.add(cause);
        log.error({ err: cause, correlationId, path: error.path }, 'a resolver failed');
      },
    });
}

function maskResult(result: ExecutionResult, mask: Masker): ExecutionResult {
  return result.errors === undefined ? result : { ...result, errors: result.errors.map(mask) };
}

/** A source that arrives after the abort is ended unread. */
async function openSource(
  args: ExecutionArgs,
  signal: AbortSignal,
  mask: Masker,
): Promise<AsyncIterator<unknown>> {
  const opening = createSourceEventStream(args).catch((error: unknown) => ({
    errors: [asGraphQLError(error, 'the event stream')],
  }));
  const opened = await unlessAborted(opening, signal, (late) => {
    if (Symbol.asyncIterator in late)
      void Promise.resolve(late[Symbol.asyncIterator]().return?.()).catch(() => undefined);
  });
  if (Symbol.asyncIterator in opened) return opened[Symbol.asyncIterator]();
  throw mask(firstOf(opened.errors ?? []));
}

function firstOf(errors: readonly GraphQLError[]): GraphQLError {
  const [first, ...more] = errors;
  if (first === undefined) return new GraphQLError('nothing to report');
  return more.length === 0
    ? first
    : new GraphQLError([first, ...more].map((error) => error.message).join('; '), {
        extensions: first.extensions,
      });
}
