import { GraphQLError, type FormattedExecutionResult, type GraphQLFormattedError } from 'graphql';
import type { Logger } from '../../platform/log.ts';
import { maskError } from '../../platform/graphql/mask-error.ts';
import { collectAsleep } from '../asleep.ts';

/** graphql's own and graphql-ws's, which differ in how they write what is absent. */
interface Result {
  readonly data?: Record<string, unknown> | null | undefined;
  readonly errors?: readonly GraphQLError[] | undefined;
  readonly extensions?: Record<string, unknown> | undefined;
}

/** Results and errors as a client may see them: what the plugins of Apollo Server do for HTTP. */
export interface Presenter {
  result(result: Result, correlationId: string): FormattedExecutionResult;
  errors(errors: readonly GraphQLError[], correlationId: string): GraphQLFormattedError[];
}

export function createPresenter(log: Logger): Presenter {
  const errors: Presenter['errors'] = (found, correlationId) =>
    found.map((error) =>
      maskError(wrappedError(error), {
        correlationId,
        onUnknown: (cause) =>
          log.error({ err: cause, correlationId, path: error.path }, 'an operation failed'),
      }).toJSON(),
    );

  return {
    errors,
    result(result, correlationId) {
      const asleep = collectAsleep(result.errors ?? []);
      return {
        ...(result.data === undefined ? {} : { data: result.data }),
        ...(result.errors === undefined ? {} : { errors: errors(result.errors, correlationId) }),
        ...(result.extensions === undefined && asleep.length === 0
          ? {}
          : { extensions: { ...result.extensions, ...(asleep.length === 0 ? {} : { asleep }) } }),
      };
    },
  };
}

/** graphql-ws wraps what a stream throws into an error of its own; what is wrong with a variable, which is about a place, stays whole. */
function wrappedError(error: GraphQLError): GraphQLError {
  return error.originalError instanceof GraphQLError && error.path === undefined && error.nodes === undefined
    ? error.originalError
    : error;
}
