import type { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import type { RequestHandler } from 'express';
import type { Clock } from '../../../platform/clock.ts';
import type { OperationContext } from '../../plugins/context.ts';
import { correlation } from '../../plugins/format-error.ts';
import { forwardedOf } from './forwarded-headers.ts';
import { limitOperation } from './operation-limit.ts';
import { actorOf, visitOf } from '../visit.ts';

/** Hands a request that passed the door to Apollo Server, with who asks, the correlation id and the deadline. */
export function serveGraphql(options: {
  readonly apollo: ApolloServer<OperationContext>;
  readonly clock: Clock;
  readonly queryDeadlineMs: number;
  readonly forwardedHeaders?: readonly string[];
}): RequestHandler {
  const answer = expressMiddleware(options.apollo, {
    context: async ({ req, res }) => {
      const { correlationId, wishes = {} } = visitOf(res);
      const { wake } = wishes;
      const limit = limitOperation(options.clock, options.queryDeadlineMs + (wake?.waitMs ?? 0));
      res.once('close', () => {
        if (!res.writableFinished) limit.clientLeft();
      });
      const forwarded = forwardedOf(options.forwardedHeaders ?? [], req.headers);
      return {
        limit,
        request: {
          correlationId,
          actor: actorOf(res),
          signal: limit.signal,
          ...(forwarded === undefined ? {} : { forwarded }),
          ...wishes,
        },
      };
    },
  });
  return (request, response, next) =>
    correlation.run(visitOf(response).correlationId, () => answer(request, response, next));
}
