import { toDateTime } from '../../../platform/clock.ts';
import { CodedError } from '../../../platform/errors.ts';
import type {
  ServiceEventType,
  SubscriptionResolvers,
  WindowEventType,
} from '../../../schema/generated/madre.ts';
import type { MadreContext, ServiceKey } from '../context.ts';
import { readFlags, type FlagRecord } from '../flags.ts';
import type { AuditRecord } from '../journal/audit-log.ts';
import type { ServiceRecord } from '../services/service-record.ts';
import { isLive, type WindowRecord } from '../windows/window-record.ts';
import { readNewestWindow, readUnfinishedWindows, readWindow } from '../windows/window-rows.ts';
import { auditEntries } from './audit-entries.ts';
import { changesOf } from './changes.ts';
import { notImplemented } from './not-implemented.ts';

/** Each event carries the state as of itself: the outbox keeps it. */
export const subscriptionResolvers: SubscriptionResolvers<MadreContext> = {
  windowChanged: {
    subscribe: (_root, args, context) => windowChanges(args.id ?? null, args.afterSeq, context),
    resolve: itself,
  },
  serviceChanged: {
    subscribe: (_root, args, context) => serviceChanges(args.names ?? null, args.afterSeq, context),
    resolve: itself,
  },
  auditEntryAdded: {
    subscribe: (_root, { afterSeq }, context) => auditEntries(afterSeq ?? null, context),
    resolve: itself<AuditRecord>,
  },
  featureFlagChanged: {
    subscribe: (_root, _args, context) => flagChanges(context),
    resolve: itself<FlagRecord>,
  },
  serviceStats: { subscribe: notImplemented('Subscription.serviceStats') },
  serviceLogs: { subscribe: notImplemented('Subscription.serviceLogs') },
  intentChanged: { subscribe: notImplemented('Subscription.intentChanged') },
};

/** Now, without an id: each live window; when none is, the newest one of all, so that a client never waits for a first event in vain. */
async function windowChanges(id: string | null, afterSeq: number | null | undefined, context: MadreContext) {
  if (id !== null && (await context.windowById.load(id)) === undefined) {
    throw new CodedError('BAD_USER_INPUT', {
      problem: `there is no window ${JSON.stringify(id.slice(0, 64))}`,
    });
  }
  return changesOf(context, {
    afterSeq,
    async snapshot(db, seq) {
      const live = id === null ? (await readUnfinishedWindows(db)).filter(isLive) : [];
      const one = id === null ? await readNewestWindow(db) : await readWindow(db, id);
      const shown = live.length > 0 || one === undefined ? live : [one];
      return shown.map((window) => ({
        seq,
        type: 'SNAPSHOT' as const,
        at: toDateTime(context.power.clock.now()),
        window,
      }));
    },
    event({ kind, key, seq, type, at, data }) {
      if (kind !== 'window' || (id !== null && key !== id)) return undefined;
      // Only saveWindow emits events of this kind.
      return { seq, type: type as WindowEventType, at: toDateTime(at), window: data as WindowRecord };
    },
  });
}

interface ServiceChange {
  readonly seq: number;
  readonly type: ServiceEventType;
  readonly at: string;
  readonly service: ServiceKey;
  readonly previous: ServiceRecord['state'] | null;
}

function serviceChanges(
  names: readonly string[] | null,
  afterSeq: number | null | undefined,
  context: MadreContext,
) {
  const { services, clock } = context.power;
  const unknown = (names ?? []).filter((name) => !services.names.includes(name));
  if (unknown.length > 0) {
    const problem = `${unknown.map((name) => JSON.stringify(name.slice(0, 64))).join(', ')} is not registered; the registered services are ${services.names.join(', ')}`;
    throw new CodedError('BAD_USER_INPUT', { problem });
  }
  return changesOf<ServiceChange>(context, {
    afterSeq,
    snapshot: async (_db, seq) =>
      services
        .all()
        .filter(({ name }) => names?.includes(name) ?? true)
        .map((record) => ({
          seq,
          type: 'SNAPSHOT',
          at: toDateTime(clock.now()),
          service: { name: record.name, record },
          previous: null,
        })),
    event({ kind, key, seq, at, data }) {
      if (kind !== 'service' || (names !== null && !names.includes(key))) return undefined;
      // Only services.ts emits events of this kind.
      const { record, previous } = data as {
        readonly record: ServiceRecord;
        readonly previous: ServiceRecord['state'] | null;
      };
      return {
        seq,
        type: 'CHANGED',
        at: toDateTime(at),
        service: { name: key, record: { ...record, seq } },
        previous,
      };
    },
  });
}

function flagChanges(context: MadreContext) {
  return changesOf<FlagRecord>(context, {
    afterSeq: null,
    snapshot: (db) => readFlags(db),
    // Only setFlag emits events of this kind.
    event: ({ kind, data }) => (kind === 'flag' ? (data as FlagRecord) : undefined),
  });
}

/** The event is the field's value. */
function itself<Event>(event: Event): Event {
  return event;
}
