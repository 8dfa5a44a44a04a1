import { toDateTime } from '../../../platform/clock.ts';
import type { Resolvers } from '../../../schema/generated/madre.ts';
import type { MadreContext } from '../context.ts';
import { isLive } from '../windows/window-record.ts';
import { logLines } from './service.ts';

export const windowResolvers: Pick<
  Resolvers<MadreContext>,
  'PowerWindow' | 'ServiceResult' | 'FailureDossier'
> = {
  PowerWindow: {
    __resolveReference: async ({ id }, context) => (await context.windowById.load(id)) ?? null,
    services: ({ services }, _args, context) => registered(services, context),
    closure: ({ closure }, _args, context) => registered(closure, context),
    createdAt: ({ createdAt }) => toDateTime(createdAt),
    openedAt: ({ openedAt }) => optional(openedAt),
    deadline: ({ deadline }) => optional(deadline),
    ttlRemainingSec(window, _args, { power }) {
      if (window.deadline === null || !isLive(window)) return null;
      return Math.max(0, Math.ceil((window.deadline - power.clock.now()) / 1_000));
    },
    closedAt: ({ closedAt }) => optional(closedAt),
    results: ({ results }, _args, { power }) =>
      results.filter(({ service }) => power.services.get(service) !== undefined),
    failure: ({ failure }) => failure,
  },
  ServiceResult: {
    service: ({ service }) => ({ name: service }),
  },
  FailureDossier: {
    service: ({ service }) => ({ name: service }),
    lastLogs: ({ service, lastLogs }) => logLines(service, lastLogs),
  },
};

/** A stored window may name a service that the catalog has lost since. */
function registered(names: readonly string[], { power }: MadreContext) {
  return names.filter((name) => power.services.get(name) !== undefined).map((name) => ({ name }));
}

function optional(instant: number | null): string | null {
  return instant === null ? null : toDateTime(instant);
}
