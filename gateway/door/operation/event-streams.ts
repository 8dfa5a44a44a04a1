import type { Request, RequestHandler } from 'express';
import { tokenFromHeaders } from '../../../platform/auth.ts';
import { CodedError } from '../../../platform/errors.ts';
import type { OperationText } from '../../plan/prepare.ts';
import type { EventStreams } from '../../subscriptions/event-streams.ts';
import { forwardedOf } from './forwarded-headers.ts';
import { actorOf, visitOf } from '../visit.ts';

/** Hands a request that passed the door, and would rather be answered with an event stream, to GraphQL over SSE. */
export function serveEventStreams(
  streams: EventStreams,
  forwardedHeaders: readonly string[],
): RequestHandler {
  return streams.serve((request, response) => {
    const forwarded = forwardedOf(forwardedHeaders, request.headers);
    return {
      text: textOf(request),
      token: tokenFromHeaders(request.headers),
      context: {
        correlationId: visitOf(response).correlationId,
        actor: actorOf(response),
        ...(forwarded === undefined ? {} : { forwarded }),
        ...visitOf(response).wishes,
      },
    };
  });
}

/** The door has checked that the body is an object. */
function textOf(request: Request): OperationText {
  const { query, variables, operationName } = request.body as Readonly<Record<string, unknown>>;
  if (typeof query !== 'string')
    throw new CodedError('BAD_USER_INPUT', { problem: 'query must be the text of a GraphQL operation' });
  if (!isVariables(variables ?? {}))
    throw new CodedError('BAD_USER_INPUT', { problem: 'variables must be an object' });
  return {
    query,
    variables: isVariables(variables) ? variables : {},
    operationName: typeof operationName === 'string' ? operationName : undefined,
  };
}

function isVariables(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
