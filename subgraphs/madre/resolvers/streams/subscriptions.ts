import type { SubscriptionResolvers } from '../../../../schema/generated/madre.ts';
import type { MadreContext } from '../../context.ts';
import type { FlagRecord } from '../../flags/flag-record.ts';
import type { IntentRecord } from '../../intents/intent-record.ts';
import type { AuditRecord } from '../../journal/audit-log.ts';
import type { NumberedLine } from '../../logs/numbered-lines.ts';
import { auditEntries } from '../types/audit-entries.ts';
import { flagChanges } from './flag-changes.ts';
import { intentChanges } from '../types/intents.ts';
import { serviceChanges } from './service-changes.ts';
import { serviceLogLines, toLogLine } from './service-logs.ts';
import { serviceUsages, toServiceStats, type ServiceUsage } from './service-stats.ts';
import { windowChanges } from './window-changes.ts';

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
    subscribe: (_root, { afterSeq }, context) => flagChanges(afterSeq ?? null, context),
    resolve: itself<FlagRecord>,
  },
  serviceStats: {
    subscribe: (_root, { names, intervalMs }, context) => serviceUsages(names ?? null, intervalMs, context),
    resolve: (usage: ServiceUsage) => toServiceStats(usage),
  },
  serviceLogs: {
    subscribe: (_root, { name, tail, afterSeq }, context) =>
      serviceLogLines(name, { tail, afterSeq: afterSeq ?? null }, context),
    resolve: (line: NumberedLine, { name }: { readonly name: string }) => toLogLine(name, line),
  },
  intentChanged: {
    subscribe: (_root, { id, afterSeq }, context) => intentChanges(id ?? null, afterSeq ?? null, context),
    resolve: itself<IntentRecord>,
  },
};

/** The event is the field's value. */
function itself<Event>(event: Event): Event {
  return event;
}
