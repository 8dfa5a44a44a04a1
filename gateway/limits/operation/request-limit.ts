import { parse, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { CodedError } from '../../../platform/errors.ts';
import { excessOf } from '../../plan/document-limit.ts';
import { complexityRefusal } from './operation-complexity.ts';
import { listRefusal } from './list-limits.ts';
import { literalsRefusal, variablesRefusal } from './unstorable-text.ts';

/** Why an operation is not taken, whichever door it came to. Undefined where it is, or is no GraphQL: that the parser tells. */
export function requestRefusal(
  query: string,
  variables: unknown,
  schema: GraphQLSchema,
): CodedError | undefined {
  const early = excessOf(query) ?? variablesRefusal(variables);
  if (early !== undefined) return early;
  const document = parseOrUndefined(query);
  if (document === undefined) return undefined;
  return (
    complexityRefusal(document) ??
    listRefusal(query, document, variables, schema) ??
    literalsRefusal(query, document)
  );
}

function parseOrUndefined(query: string): DocumentNode | undefined {
  try {
    return parse(query);
  } catch {
    return undefined;
  }
}
