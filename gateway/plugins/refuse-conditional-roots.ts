import type { ApolloServerPlugin } from '@apollo/server';
import { parse, type DocumentNode } from 'graphql';
import { CodedError } from '../../platform/errors.ts';
import { hasConditionalRoot } from '../plan/root-conditions.ts';
import type { OperationContext } from './context.ts';

/** Stands in for the refused document, which is neither validated nor run. */
const SUBSTITUTE = parse('{ __typename }');

/**
 * graphql-js's validation throws on a subscription whose root has @skip or @include, which Apollo Server takes for a fault of the
 * server. Such a document is refused without validation; over WebSocket the conditions are decided first.
 */
export function refuseConditionalRoots(): ApolloServerPlugin<OperationContext> {
  return {
    async requestDidStart() {
      let refused = false;
      return {
        // Asked of the source each time: Apollo Server keeps the substitute as the parsed form of this source.
        async didResolveSource({ source }) {
          const document = source.includes('subscription') ? parseOrUndefined(source) : undefined;
          refused = document !== undefined && hasConditionalRoot(document);
        },
        async validationDidStart(request) {
          if (refused) Object.assign(request, { document: SUBSTITUTE });
        },
        async didResolveOperation() {
          if (!refused) return;
          const problem =
            'a subscription with @skip or @include on its root field is served over WebSocket, or as an event stream';
          throw new CodedError('GRAPHQL_VALIDATION_FAILED', { problem });
        },
      };
    },
  };
}

function parseOrUndefined(source: string): DocumentNode | undefined {
  try {
    return parse(source);
  } catch {
    return undefined;
  }
}
