import type { ApolloServerPlugin } from '@apollo/server';
import { chargeOf, type RateLimits } from '../limits/rate-limits.ts';
import type { OperationContext } from './context.ts';

/** Counts each operation that is valid before it runs, by the token that sent it. */
export function limitRate(limits: RateLimits): ApolloServerPlugin<OperationContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, operationName, contextValue, response }) {
          const charge = chargeOf(document, operationName ?? undefined);
          const refused = await limits.take(contextValue.request.actor.name, charge);
          if (refused === undefined) return;
          const seconds = Math.ceil(Number(refused.extensions['retryAfterMs']) / 1_000);
          response.http.headers.set('retry-after', String(seconds));
          throw refused;
        },
      };
    },
  };
}
