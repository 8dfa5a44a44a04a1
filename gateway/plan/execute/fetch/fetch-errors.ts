import { GraphQLError } from 'graphql';
import { CodedError } from '../../../../platform/errors.ts';
import type { FetchDataRewrite } from '../../planner.ts';
import type { CompiledFetch } from './compiled-fetch.ts';
import type { Path } from '../entities/objects-at.ts';
import { rewrittenPath } from '../rewrites.ts';
import type { Run } from '../run.ts';
import { subgraphError } from './subgraph-error.ts';

/** An error that a subgraph gave, at the place in the client's answer that it is about. */
export function reportErrors(
  run: Run,
  error: GraphQLError,
  place: Path,
  rewrites: readonly FetchDataRewrite[] | undefined,
  path: Path,
): void {
  run.errors.push(subgraphError(error, [...place, ...rewrittenPath(rewrites, path)], run.showSubgraphErrors));
}

/** A fetch that had no answer: one error at each field it was for, so that a client sees what is missing and why. */
export function reportFailure(run: Run, error: unknown, place: Path, fields: readonly string[]): void {
  for (const field of fields) run.errors.push(located(error, [...place, field]));
}

/** A subgraph that breaks the contract of federation. */
export function reportWrongShape(run: Run, fetch: CompiledFetch, expected: string): void {
  const error = new CodedError('SUBGRAPH_ANSWER_INVALID', { service: fetch.subgraph, expected });
  run.errors.push(located(error, staticPlace(fetch.path)));
}

/** As much of a fetch's path as is the same for all its objects. */
export function staticPlace(path: readonly string[]): Path {
  const end = path.indexOf('@');
  return end === -1 ? path : path.slice(0, end);
}

function located(error: unknown, path: Path): GraphQLError {
  const known = error instanceof GraphQLError;
  return new GraphQLError(known ? error.message : 'a fetch of the plan failed', {
    ...(path.length === 0 ? {} : { path }),
    ...(known ? { extensions: error.extensions } : {}),
    originalError: error instanceof Error ? error : new Error(String(error)),
  });
}
