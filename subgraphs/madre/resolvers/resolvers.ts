import { toDateTime } from '../../../platform/clock.ts';
import type { Resolvers } from '../../../schema/generated/madre.ts';
import type { MadreContext } from '../context.ts';
import { readEffectiveFlags } from '../flags/read-flags.ts';
import { intentResolvers } from './types/intents.ts';
import { mutationResolvers } from './mutations.ts';
import { queryResolvers } from './queries.ts';
import { serviceResolvers } from './types/service.ts';
import { subscriptionResolvers } from './streams/subscriptions.ts';
import { windowResolvers } from './types/window.ts';

export const resolvers: Resolvers<MadreContext> = {
  Query: queryResolvers,
  Mutation: mutationResolvers,
  Subscription: subscriptionResolvers,
  ...serviceResolvers,
  ...windowResolvers,
  ...intentResolvers,
  FeatureFlag: {
    __resolveReference: async ({ key }, { power }) =>
      (await readEffectiveFlags(power.db, power.services)).find((flag) => flag.key === key) ?? null,
    seq: ({ seq }) => seq ?? null,
    updatedAt: ({ updatedAt }) => (updatedAt === null ? null : toDateTime(updatedAt)),
  },
  AuditEntry: {
    at: ({ at }) => toDateTime(at),
    detail: ({ detail }) => (detail === null ? null : (JSON.parse(detail) as unknown)),
  },
};
