import type {
  MutationResolvers,
  QueryResolvers,
  Resolvers,
  SubscriptionResolvers,
} from '../../schema/generated/operator.ts';
import { notImplemented, notImplementedStream } from './not-implemented.ts';

/** Fields whose work belongs to later parts: browser tasks, conductor, autofix. */
export const laterResolvers = {
  Query: {
    browserTask: notImplemented('Query.browserTask'),
    browserTasks: notImplemented('Query.browserTasks'),
    conductorRun: notImplemented('Query.conductorRun'),
    conductorRuns: notImplemented('Query.conductorRuns'),
    autofixRun: notImplemented('Query.autofixRun'),
  } satisfies QueryResolvers,
  Mutation: {
    createBrowserTask: notImplemented('Mutation.createBrowserTask'),
    cancelBrowserTask: notImplemented('Mutation.cancelBrowserTask'),
    startConductorRun: notImplemented('Mutation.startConductorRun'),
    cancelConductorRun: notImplemented('Mutation.cancelConductorRun'),
    startAutofixRun: notImplemented('Mutation.startAutofixRun'),
  } satisfies MutationResolvers,
  Subscription: {
    browserTaskChanged: notImplementedStream('Subscription.browserTaskChanged'),
    conductorRunChanged: notImplementedStream('Subscription.conductorRunChanged'),
  } satisfies SubscriptionResolvers,
  types: {
    BrowserTask: { __resolveReference: notImplemented('BrowserTask') },
    ConductorRun: { __resolveReference: notImplemented('ConductorRun') },
    AutofixRun: { __resolveReference: notImplemented('AutofixRun') },
  } satisfies Resolvers,
};
