import type { ApolloServerPlugin } from '@apollo/server';
import type { OperationContext } from './context.ts';

/** A partial answer is an answer: an error of one field does not make the whole a failure. */
export function partialIsSuccess(): ApolloServerPlugin<OperationContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response }) {
          if (response.body.kind !== 'single') return;
          const { data } = response.body.singleResult;
          if (data !== null && data !== undefined) response.http.status = 200;
        },
      };
    },
  };
}
