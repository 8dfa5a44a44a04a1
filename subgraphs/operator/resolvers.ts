import type { Resolvers } from '../../schema/generated/operator.ts';
import { chatResolvers } from './chat/resolvers.ts';
import { laterResolvers } from './later-resolvers.ts';
import { sessionResolvers } from './sessions/resolvers.ts';
import { messageResolvers } from './sessions/message-resolvers.ts';
import { statusResolvers } from './status/resolvers.ts';

export const resolvers: Resolvers = {
  ...messageResolvers,
  ...sessionResolvers.types,
  ...chatResolvers.types,
  Query: { ...sessionResolvers.Query, ...statusResolvers.Query, ...laterResolvers.Query },
  Mutation: { ...sessionResolvers.Mutation, ...chatResolvers.Mutation, ...laterResolvers.Mutation },
  Subscription: {
    ...sessionResolvers.Subscription,
    ...chatResolvers.Subscription,
    ...statusResolvers.Subscription,
    ...laterResolvers.Subscription,
  },
  ...laterResolvers.types,
};
