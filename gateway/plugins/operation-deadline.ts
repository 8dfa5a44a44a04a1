import type { ApolloServerPlugin } from '@apollo/server';
import { OperationTypeNode } from 'graphql';
import type { OperationContext } from './context.ts';

/** Queries keep the short limit they began with; mutations wait for engines and starts. */
export function operationDeadline(mutationDeadlineMs: number): ApolloServerPlugin<OperationContext> {
  return {
    async requestDidStart({ contextValue }) {
      return {
        async didResolveOperation({ operation }) {
          if (operation?.operation === OperationTypeNode.MUTATION)
            contextValue.limit.becomeMutation(mutationDeadlineMs + (contextValue.request.wake?.waitMs ?? 0));
        },
        async willSendResponse() {
          contextValue.limit.end();
        },
      };
    },
  };
}
