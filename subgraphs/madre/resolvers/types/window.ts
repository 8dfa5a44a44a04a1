import { toDateTime } from '../../../../platform/clock.ts';
import type { Resolvers } from '../../../../schema/generated/madre.ts';
import type { MadreContext, ServiceKey } from '../../context.ts';
import { queuePosition } from '../../windows/admission/window-queue.ts';
import { dossier } from '../../windows/record/dossier.ts';
import { isLive, type WindowFailure, type WindowRecord } from '../../windows/record/window-record.ts';
import { readUnfinishedWindows, type WindowEventFacts } from '../../windows/record/window-rows.ts';
import { logLines } from './service.ts';

export const windowResolvers: Pick<
  Resolvers<MadreContext>,
  'PowerWindow' | 'ServiceResult' | 'FailureDossier'
> = {
  PowerWindow: {
    __resolveReference: async ({ id }, context) => (await context.windowById.load(id)) ?? null,
    services: ({ services }) => services.map(toKey),
    closure: ({ closure }) => closure.map(toKey),
    createdAt: ({ createdAt }) => toDateTime(createdAt),
    openedAt: ({ openedAt }) => optional(openedAt),
    deadline: ({ deadline }) => optional(deadline),
    ttlRemainingSec(window, _args, { power }) {
      if (window.deadline === null || !isLive(window)) return null;
      const leftMs = power.reconciler.leftOf(window).deadlineMs ?? 0;
      return Math.max(0, Math.ceil(leftMs / 1_000));
    },
    async queuePosition(window, _args, { power }) {
      if (window.state !== 'QUEUED') return null;
      return placeAsOf(window) ?? queuePosition(await readUnfinishedWindows(power.db), window.id);
    },
    closedAt: ({ closedAt }) => optional(closedAt),
    failure: (window, _args, context) => failedStop(window, context) ?? window.failure,
  },
  ServiceResult: {
    service: ({ service }) => ({ name: service }),
  },
  FailureDossier: {
    service: ({ service }) => ({ name: service }),
    lastLogs: ({ service, lastLogs }) => logLines(service, lastLogs),
  },
};

/** In an event the place that it tells of; later ones tell of later places. */
function placeAsOf(window: WindowRecord & WindowEventFacts): number | undefined {
  return window.queuePosition;
}

/** What keeps it CLOSING. */
function failedStop({ state, closure }: WindowRecord, { power }: MadreContext): WindowFailure | null {
  if (state !== 'CLOSING') return null;
  for (const name of closure) {
    const failure = power.services.get(name)?.failure;
    if (failure?.code === 'STOP_FAILED') return dossier(name, failure);
  }
  return null;
}

/** Also of a service that the catalog has lost since, which is MISSING then. */
function toKey(name: string): ServiceKey {
  return { name };
}

function optional(instant: number | null): string | null {
  return instant === null ? null : toDateTime(instant);
}
