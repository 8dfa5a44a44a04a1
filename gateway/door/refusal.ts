import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import { CodedError, errorCatalogue } from '../../platform/errors.ts';
import type { Logger } from '../../platform/log.ts';
import { visitOf } from './visit.ts';

/** Answers as GraphQL does, with the status of the error's code unless the protocol has a better one. */
export function refuse(
  response: Response,
  error: CodedError,
  status: number = errorCatalogue[error.code].http,
): void {
  const { http: _http, ...extensions } = error.extensions;
  const { correlationId } = visitOf(response);
  response
    .status(status)
    .json({ errors: [{ message: error.message, extensions: { ...extensions, correlationId } }] });
}

export function refuseUnknownPath(): RequestHandler {
  return (request, response) => {
    refuse(
      response,
      new CodedError('BAD_USER_INPUT', { problem: `nothing is served at ${request.method} ${request.path}` }),
      404,
    );
  };
}

/** The last stop: what Express and its parsers throw, and our own bugs. */
export function refuseFailure(log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    if (error instanceof CodedError) {
      refuse(response, error);
      return;
    }
    const status = clientFault(error);
    if (status === undefined) {
      log.error({ err: error, correlationId: visitOf(response).correlationId }, 'a request failed');
      refuse(response, new CodedError('INTERNAL_ERROR'));
      return;
    }
    refuse(response, new CodedError('BAD_USER_INPUT', { problem: (error as Error).message }), status);
  };
}

/** Errors of http-errors carry a status, and say whether their message may be shown. */
function clientFault(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('status' in error) || !('expose' in error)) return undefined;
  const { status, expose } = error;
  return typeof status === 'number' && status >= 400 && status < 500 && expose === true ? status : undefined;
}
