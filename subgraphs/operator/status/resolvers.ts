import type { QueryResolvers, SubscriptionResolvers } from '../../../schema/generated/operator.ts';
import { watchedStream } from '../watched-stream.ts';
import { readShubDashboard } from './shub-dashboard.ts';
import { readStatus } from './status.ts';

export const statusResolvers = {
  Query: {
    status: (_root, _args, { facts, clock, request }) => readStatus(facts, clock, request),
    shubDashboard: (_root, _args, { facts, request }) => readShubDashboard(facts, request),
  } satisfies QueryResolvers,

  Subscription: {
    statusChanged: {
      subscribe(_root, _args, { facts, clock, statusChanges, request }) {
        let due = true;
        return watchedStream({
          async take() {
            if (!due) return undefined;
            due = false;
            return { statusChanged: await readStatus(facts, clock, request) };
          },
          watch: (wake) =>
            statusChanges.watch(() => {
              due = true;
              wake();
            }),
        });
      },
    },
  } satisfies SubscriptionResolvers,
};
