import type { Resolvers } from '../../schema/generated/operator.ts';
import { chatResolvers } from './chat/resolvers.ts';
import { eventResolvers } from './events/resolvers.ts';
import { listFiles } from './files/list-files.ts';
import { metricsResolvers } from './metrics/resolvers.ts';
import { laterResolvers } from './later-resolvers.ts';
import { sessionResolvers } from './sessions/resolvers.ts';
import { messageResolvers } from './sessions/message-resolvers.ts';
import { statusResolvers } from './status/resolvers.ts';

export const resolvers: Resolvers = {
  ...messageResolvers,
  ...sessionResolvers.types,
  ...chatResolvers.types,
  Query: {
    ...sessionResolvers.Query,
    ...statusResolvers.Query,
    ...eventResolvers.Query,
    ...metricsResolvers.Query,
    files: (_root, { path }, { filesDir }) => listFiles(filesDir, path),
    ...laterResolvers.Query,
  },
  Mutation: { ...sessionResolvers.Mutation, ...chatResolvers.Mutation, ...laterResolvers.Mutation },
  Subscription: {
    ...sessionResolvers.Subscription,
    ...chatResolvers.Subscription,
    ...statusResolvers.Subscription,
    ...eventResolvers.Subscription,
    ...metricsResolvers.Subscription,
    ...laterResolvers.Subscription,
  },
  ...laterResolvers.types,
};
