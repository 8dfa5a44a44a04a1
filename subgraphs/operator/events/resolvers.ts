import type { QueryResolvers, SubscriptionResolvers } from '../../../schema/generated/operator.ts';
import { pageRequest } from '../sessions/page.ts';
import type { EventRecord } from './event-log.ts';

export const eventResolvers = {
  Query: {
    events: (_root, { first, after, types, correlationId }, { events }) =>
      events.page(pageRequest({ first, after: after ?? null }), {
        types: types ?? null,
        correlationId: correlationId ?? null,
      }),
  } satisfies QueryResolvers,

  Subscription: {
    eventAdded: {
      subscribe: (_root, { types, afterSeq }, { events }) => events.follow(afterSeq ?? null, types ?? null),
      resolve: (event: EventRecord) => event,
    },
  } satisfies SubscriptionResolvers,
};
