import { GraphQLError, type ExecutionResult } from 'graphql';
import { z } from 'zod';

const remoteError = z.object({
  message: z.string(),
  path: z.array(z.union([z.string(), z.number()])).optional(),
  extensions: z.record(z.string(), z.unknown()).optional(),
});

const remoteResult = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(remoteError).optional(),
  extensions: z.record(z.string(), z.unknown()).optional(),
});

/** The body of an answer over HTTP. Throws where it is not one of GraphQL, or the subgraph refused the token that we sent. */
export function toExecutionResult(status: number, body: string, hasToken = true): ExecutionResult {
  // A client must not read that *its* token were wrong.
  if (hasToken && (status === 401 || status === 403))
    throw new Error(`it refused the subgraph token (HTTP ${status})`);
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Error(`it answered HTTP ${status} with what is not JSON`);
  }
  const result = readResult(value);
  if (result === undefined) throw new Error(`it answered HTTP ${status} with what is not a GraphQL result`);
  return result;
}

/** A GraphQL result that came over a wire; undefined where it is none. */
export function readResult(value: unknown): ExecutionResult | undefined {
  const parsed = remoteResult.safeParse(value);
  if (!parsed.success) return undefined;
  const { data, errors, extensions } = parsed.data;
  if (data === undefined && errors === undefined) return undefined;
  return {
    ...(data === undefined ? {} : { data }),
    ...(errors === undefined ? {} : { errors: errors.map(toGraphQLError) }),
    ...(extensions === undefined ? {} : { extensions }),
  };
}

/** The payload of an `error` message: why a stream did not begin, or broke. */
export function readErrors(value: unknown): GraphQLError | undefined {
  const parsed = z.array(remoteError).min(1).safeParse(value);
  const first = parsed.data?.[0];
  return first === undefined ? undefined : toGraphQLError(first);
}

/** Locations are left out: they point into the subgraph's operation, which the client has never seen. */
function toGraphQLError(error: z.infer<typeof remoteError>): GraphQLError {
  return new GraphQLError(error.message, {
    ...(error.path === undefined ? {} : { path: error.path }),
    ...(error.extensions === undefined ? {} : { extensions: error.extensions }),
  });
}
