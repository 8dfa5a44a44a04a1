import { GraphQLError } from 'graphql';
import { CodedError } from '../../../platform/errors.ts';
import { EACH_ITEM } from '../access/forbidden-answer.ts';
import { isJsonObject, type JsonObject } from '../execute/json-object.ts';
import type { Path } from '../execute/entities/objects-at.ts';
import { BUBBLE, type Completion, type Problem } from './completion.ts';
import type { Shape } from './compile-shape.ts';

/** The data as the client asked for it. A null that the schema does not allow has an error: that of the fetch, or else one of its own. */
export function completeAnswer(
  shape: Shape,
  data: JsonObject,
  known: { readonly errors: readonly GraphQLError[]; readonly voided: readonly Path[] },
): { readonly data: JsonObject | null; readonly errors: readonly GraphQLError[] } {
  const completion: Completion = { path: [], problems: [] };
  const completed = shape.complete(data, completion);
  const errors = [...known.errors];
  for (const { path, ...problem } of completion.problems) {
    const isExplained =
      errors.some((error) => explains(error.path, path)) ||
      known.voided.some((field) => explains(field, path));
    if (!problem.isMissing || !isExplained) errors.push(errorOf({ path, ...problem }));
  }
  return { data: completed !== BUBBLE && isJsonObject(completed) ? completed : null, errors };
}

/** An error at the value, at something around it or at something in it; one without a path may be about anything. */
function explains(errorPath: Path | undefined, path: Path): boolean {
  if (errorPath === undefined) return true;
  const length = Math.min(errorPath.length, path.length);
  for (let index = 0; index < length; index += 1)
    if (errorPath[index] !== path[index] && errorPath[index] !== EACH_ITEM) return false;
  return true;
}

function errorOf({ what, expected, path }: Problem): GraphQLError {
  const { message, extensions } = new CodedError('SUBGRAPH_ANSWER_INVALID', { what, expected });
  return new GraphQLError(message, { path, extensions });
}
