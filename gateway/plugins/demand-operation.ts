import type { ApolloServerPlugin } from '@apollo/server';
import { CodedError } from '../../platform/errors.ts';
import type { OperationContext } from './context.ts';

/** Refuses what one answer cannot carry: an operation that the document does not have, and a subscription. */
export function demandOperation(): ApolloServerPlugin<OperationContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ operation, request }) {
          const problem = problemWith(operation?.operation, request.operationName);
          if (problem !== undefined) throw new CodedError('BAD_USER_INPUT', { problem });
        },
      };
    },
  };
}

function problemWith(kind: string | undefined, operationName: string | undefined): string | undefined {
  if (kind === 'subscription')
    return 'subscriptions are served on the same path over WebSocket (graphql-transport-ws), or as an event stream with accept: text/event-stream';
  if (kind !== undefined) return undefined;
  return operationName === undefined
    ? 'the document has several operations or none: operationName must say which one'
    : `the document has no operation named ${JSON.stringify(operationName)}`;
}
