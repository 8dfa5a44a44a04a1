import type { RequestHandler, Response } from 'express';
import type { Actor } from '../../platform/request-context.ts';
import type { Wishes } from '../wishes/read-wishes.ts';
import { acceptCorrelationId, CORRELATION_HEADER } from '../../platform/request-context.ts';

/** What the door learns about a request on its way in, kept in `res.locals`. */
export type Visit = {
  readonly correlationId: string;
  /** Set once the token was accepted. */
  actor?: Actor;
  /** Set once the body was read. */
  wishes?: Wishes;
};

/** First of all: every answer, refusals included, carries the correlation id. */
export function beginVisit(): RequestHandler {
  return (request, response, next) => {
    const correlationId = acceptCorrelationId(request.headers[CORRELATION_HEADER]);
    const visit: Visit = { correlationId };
    response.locals['visit'] = visit;
    response.setHeader(CORRELATION_HEADER, correlationId);
    next();
  };
}

export function visitOf(response: Response): Visit {
  return response.locals['visit'] as Visit;
}

/** The actor of a request behind the token check. */
export function actorOf(response: Response): Actor {
  const { actor } = visitOf(response);
  if (actor === undefined) throw new Error('a request passed the door without a token');
  return actor;
}
