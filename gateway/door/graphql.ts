import type { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import type { RequestHandler } from 'express';
import type { Clock } from '../../platform/clock.ts';
import type { OperationContext } from '../plugins/context.ts';
import { correlation } from '../plugins/format-error.ts';
import { limitOperation } from './operation-limit.ts';
import { actorOf, visitOf } from './visit.ts';

/** Hands a request that passed the door to Apollo Server, with who asks, the correlation id and the deadline. */
export function serveGraphql(options: {
  readonly apollo: ApolloServer<OperationContext>;
  readonly clock: Clock;
  readonly queryDeadlineMs: number;
}): RequestHandler {
  const answer = expressMiddleware(options.apollo, {
    context: async ({ res }) => {
      const limit = limitOperation(options.clock, options.queryDeadlineMs);
      res.once('close', () => {
        if (!res.writableFinished) limit.clientLeft();
      });
      const { correlationId } = visitOf(res);
      return { limit, request: { correlationId, actor: actorOf(res), signal: limit.signal } };
    },
  });
  return (request, response, next) =>
    correlation.run(visitOf(response).correlationId, () => answer(request, response, next));
}
