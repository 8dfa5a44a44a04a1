import type { ApolloServerPlugin } from '@apollo/server';
import { collectAsleep } from '../asleep.ts';
import type { OperationContext } from './context.ts';

/** `extensions.asleep` says once per component what its errors say per field: which parts slept, and how to wake it. */
export function reportAsleep(): ApolloServerPlugin<OperationContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response }) {
          if (response.body.kind !== 'single') return;
          const { singleResult } = response.body;
          const asleep = collectAsleep(singleResult.errors ?? []);
          if (asleep.length > 0) singleResult.extensions = { ...singleResult.extensions, asleep };
        },
      };
    },
  };
}
