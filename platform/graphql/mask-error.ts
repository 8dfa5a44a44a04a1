import { GraphQLError } from 'graphql';
import { CodedError, isErrorCode, type ErrorCode } from '../errors.ts';
import { ShownError } from './shown-error.ts';

export interface Masking {
  readonly correlationId: string;
  /** Receives what the client may not see: the cause of an INTERNAL_ERROR. */
  readonly onUnknown: (cause: unknown) => void;
}

/** Of what a subgraph says in its own words and gives no code: clients of other gateways know it by the same one. */
const CODE_OF_UNCODED: ErrorCode = 'DOWNSTREAM_SERVICE_ERROR';

/**
 * The error as a client may see it: an error of the catalogue keeps its code and facts, a wrong argument is BAD_USER_INPUT,
 * everything else becomes INTERNAL_ERROR. Path and locations stay; the HTTP status, which only the door decides, goes.
 */
export function maskError(error: GraphQLError, masking: Masking): GraphQLError {
  const shown = shownError(error, masking.onUnknown);
  const { http: _http, stacktrace: _stacktrace, ...extensions } = shown.extensions;
  return new GraphQLError(shown.message, {
    ...(error.nodes === undefined ? {} : { nodes: error.nodes }),
    ...(error.source === undefined ? {} : { source: error.source }),
    ...(error.positions === undefined ? {} : { positions: error.positions }),
    ...(error.path === undefined ? {} : { path: error.path }),
    extensions: {
      ...extensions,
      code: extensions['code'] ?? CODE_OF_UNCODED,
      correlationId: masking.correlationId,
    },
  });
}

function shownError(error: GraphQLError, onUnknown: Masking['onUnknown']): GraphQLError {
  if (error instanceof ShownError || isErrorCode(error.extensions['code'])) return error;
  if (isWrongInput(error)) return new CodedError('BAD_USER_INPUT', { problem: error.message });
  onUnknown(error.originalError ?? error);
  return new CodedError('INTERNAL_ERROR');
}

/**
 * graphql-js complains about variables before it runs anything, so without a path; about arguments with an error that points
 * at the document before it is located. What resolvers throw, and what a scalar cannot serialise, does neither.
 */
function isWrongInput(error: GraphQLError): boolean {
  if (error.path === undefined) return error.nodes !== undefined || isAboutOperationName(error);
  const thrown = error.originalError;
  return thrown instanceof GraphQLError && thrown.path === undefined && thrown.nodes !== undefined;
}

function isAboutOperationName(error: GraphQLError): boolean {
  return error.message.startsWith('Unknown operation named') || error.message.startsWith('Must provide');
}
