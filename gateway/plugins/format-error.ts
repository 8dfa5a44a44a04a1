import { ApolloServerErrorCode } from '@apollo/server/errors';
import { AsyncLocalStorage } from 'node:async_hooks';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { CodedError } from '../../platform/errors.ts';
import type { Logger } from '../../platform/log.ts';
import { maskError } from '../../platform/graphql/mask-error.ts';
import { newCorrelationId } from '../../platform/request-context.ts';

/**
 * Apollo Server's formatError gets the error alone, also for requests it refuses before there is a context; the correlation id
 * of the request under way comes from here.
 */
export const correlation = new AsyncLocalStorage<string>();

/** The last hand on every error of an HTTP answer: coded, masked, with its correlation id; unknown ones are logged. */
export function createErrorFormatter(
  log: Logger,
): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (_formatted, error) => {
    const correlationId = correlation.getStore() ?? newCorrelationId();
    return maskError(translate(error), {
      correlationId,
      onUnknown: (cause) => log.error({ err: cause, correlationId }, 'an operation failed'),
    }).toJSON();
  };
}

/** Codes of Apollo Server that are only other words for a bad request. Clients of persisted queries fall back on the message. */
const BAD_INPUT: ReadonlySet<unknown> = new Set<string>([
  ApolloServerErrorCode.BAD_REQUEST,
  ApolloServerErrorCode.OPERATION_RESOLUTION_FAILURE,
  ApolloServerErrorCode.PERSISTED_QUERY_NOT_FOUND,
  ApolloServerErrorCode.PERSISTED_QUERY_NOT_SUPPORTED,
]);

function translate(error: unknown): GraphQLError {
  if (!(error instanceof GraphQLError)) {
    return new GraphQLError('an unknown failure', {
      originalError: error instanceof Error ? error : new Error(String(error)),
    });
  }
  if (!BAD_INPUT.has(error.extensions['code'])) return error;
  return new CodedError('BAD_USER_INPUT', { problem: error.message });
}
