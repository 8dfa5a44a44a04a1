import { GraphQLError } from 'graphql';
import { ShownError } from '../../../../platform/graphql/shown-error.ts';
import type { Path } from '../entities/objects-at.ts';

/** What a subgraph said, at the place in the client's answer that it is about. Apollo Server would take the status of `http` for its own. */
export function subgraphError(error: GraphQLError, path: Path, isShown: boolean): GraphQLError {
  const { stacktrace: _stacktrace, exception: _exception, http: _http, ...extensions } = error.extensions;
  const Kind = isShown ? ShownError : GraphQLError;
  return new Kind(error.message, {
    ...(path.length === 0 ? {} : { path }),
    extensions,
    originalError: error,
  });
}

/** The same error at another path. */
export function withPath(error: GraphQLError, path: Path): GraphQLError {
  const { message, extensions, originalError } = error;
  const Kind = error instanceof ShownError ? ShownError : GraphQLError;
  return new Kind(message, { path, extensions, ...(originalError === undefined ? {} : { originalError }) });
}
