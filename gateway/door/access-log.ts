import type { RequestHandler } from 'express';
import type { Clock } from '../../platform/clock.ts';
import type { Logger } from '../../platform/log.ts';
import { visitOf } from './visit.ts';

/** One line per request when it is over. Health checks and pages are not worth one. */
export function logAccess(log: Logger, clock: Clock): RequestHandler {
  return (request, response, next) => {
    const startedAt = clock.monotonic();
    const { method, path } = request;
    response.once('close', () => {
      const { correlationId, actor } = visitOf(response);
      const ms = Math.round(clock.monotonic() - startedAt);
      log.info(
        {
          correlationId,
          actor: actor?.name ?? null,
          method,
          path,
          status: response.statusCode,
          ms,
          answered: response.writableFinished,
        },
        'request',
      );
    });
    next();
  };
}
