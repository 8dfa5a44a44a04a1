import {
  getOperationAST,
  parse,
  print,
  type DocumentNode,
  type GraphQLError,
  OperationTypeNode,
} from 'graphql';
import type { DocumentCache } from '../../platform/graphql/documents/document-cache.ts';
import { CodedError } from '../../platform/errors.ts';
import { requestRefusal } from '../limits/operation/request-limit.ts';
import { resolveRootConditions } from './root-conditions.ts';

export interface OperationText {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

export type PreparedOperation =
  | { readonly kind: OperationTypeNode; readonly document: DocumentNode; readonly query: string }
  | { readonly errors: readonly GraphQLError[] };

/** Parsed, with the conditions of a subscription's root decided, and validated. `query` is the text of the document that came of it. */
export function prepareOperation(text: OperationText, documents: DocumentCache): PreparedOperation {
  const excess = requestRefusal(text.query, text.variables, documents.schema);
  if (excess !== undefined) return { errors: [excess] };
  const parsed = parseOrUndefined(text.query);
  // The cache parses again, and words the error.
  if (parsed === undefined) return onlyErrors(documents, text.query);
  const operation = getOperationAST(parsed, text.operationName);
  if (!operation) return { errors: [noOperation(text.operationName)] };
  if (operation.operation !== OperationTypeNode.SUBSCRIPTION)
    return validated(documents, text.query, parsed, operation.operation);
  try {
    const reduced = resolveRootConditions(parsed, operation, text.variables);
    return validated(
      documents,
      reduced === parsed ? text.query : print(reduced),
      reduced,
      operation.operation,
    );
  } catch (error) {
    if (error instanceof CodedError) return { errors: [error] };
    throw error;
  }
}

function validated(
  documents: DocumentCache,
  query: string,
  parsed: DocumentNode,
  kind: OperationTypeNode,
): PreparedOperation {
  const prepared = documents.prepare(query, parsed);
  return 'errors' in prepared ? prepared : { kind, query, document: prepared.document };
}

function onlyErrors(documents: DocumentCache, query: string): PreparedOperation {
  const prepared = documents.prepare(query);
  return 'errors' in prepared ? prepared : { errors: [new CodedError('INTERNAL_ERROR')] };
}

function parseOrUndefined(query: string): DocumentNode | undefined {
  try {
    return parse(query);
  } catch {
    return undefined;
  }
}

function noOperation(name: string | undefined): CodedError {
  const problem =
    name === undefined
      ? 'operationName must name one of the operations of the query'
      : `the query has no operation named ${name}`;
  return new CodedError('BAD_USER_INPUT', { problem });
}
