import {
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  parse,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { CodedError } from '../../errors.ts';
import { createTextCache } from './text-cache.ts';

export type Prepared = { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] };

export interface DocumentCache {
  /** What documents are validated against. */
  readonly schema: GraphQLSchema;
  /** The document of the query, parsed and validated once; `parsed` spares the parse. Failures carry their codes. */
  prepare(query: string, parsed?: DocumentNode): Prepared;
}

const KEPT_DOCUMENTS = 1_000;

/** Keeps the documents used last, by query string. Failures are not kept: nobody should pay memory for broken queries. */
export function createDocumentCache(schema: GraphQLSchema): DocumentCache {
  const documents = createTextCache<DocumentNode>({ entries: KEPT_DOCUMENTS });
  return {
    schema,
    prepare(query, parsed) {
      const known = documents.get(query);
      if (known !== undefined) return { document: known };
      const prepared = parseAndValidate(schema, query, parsed);
      if ('document' in prepared) documents.set(query, prepared.document);
      return prepared;
    },
  };
}

function parseAndValidate(schema: GraphQLSchema, query: string, parsed: DocumentNode | undefined): Prepared {
  let document: DocumentNode;
  try {
    document = parsed ?? parse(query);
  } catch (error) {
    return { errors: [coded('GRAPHQL_PARSE_FAILED', asGraphQLError(error))] };
  }
  const errors = validationErrors(schema, document);
  return errors.length === 0
    ? { document }
    : { errors: errors.map((error) => coded('GRAPHQL_VALIDATION_FAILED', error)) };
}

/**
 * graphql-js throws, instead of telling, on a subscription whose root field has @skip or @include by a variable, and where
 * nesting exhausts the stack.
 */
function validationErrors(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[] {
  try {
    return validate(schema, document);
  } catch (error) {
    return [asGraphQLError(error)];
  }
}

/** Parsing and validating touch nothing but the document, so whatever they throw is about it. */
function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const isTooDeep = error instanceof RangeError;
  return new GraphQLError(isTooDeep ? 'the document is nested too deeply' : String(error));
}

function coded(
  code: 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED',
  error: GraphQLError,
): GraphQLError {
  const { source, positions } = error;
  return new GraphQLError(error.message, {
    ...(source === undefined ? {} : { source }),
    ...(positions === undefined ? {} : { positions }),
    extensions: new CodedError(code, { problem: error.message }).extensions,
  });
}

/** Whether the operation that would run is a subscription; undefined where the document names none or several. */
export function isSubscription(
  document: DocumentNode,
  operationName: string | undefined,
): boolean | undefined {
  const operation = getOperationAST(document, operationName);
  return operation ? operation.operation === OperationTypeNode.SUBSCRIPTION : undefined;
}
