import { GraphQLError } from 'graphql';

/** The error itself, or one that carries it for the log; `what` failed is all that a client could be told. */
export function asGraphQLError(error: unknown, what: string): GraphQLError {
  if (error instanceof GraphQLError) return error;
  return new GraphQLError(`${what} failed`, {
    originalError: error instanceof Error ? error : new Error(String(error)),
  });
}
