import type { Clock } from '../../../platform/clock.ts';
import type { Period, Resolvers, RoutingStrategy } from '../../../schema/generated/switch.ts';
import { engineFields } from './engine-fields.ts';
import type { EngineRecord } from '../registry/engine-record.ts';
import { engineMutations } from './engine-mutations.ts';
import type { EngineRegistry } from '../registry/engine-registry.ts';
import { notImplemented } from './not-implemented.ts';
import { previewRoute } from './route-preview.ts';
import { enginesOn } from './service-engines.ts';
import type { UsageLog } from '../usage-log.ts';

export interface ResolverParts {
  readonly registry: EngineRegistry;
  readonly usage: UsageLog;
  readonly clock: Clock;
  readonly strategy: RoutingStrategy;
}

export function createResolvers(parts: ResolverParts): Resolvers {
  const { registry, usage, clock } = parts;
  return {
    Query: {
      engines: () => [...registry.list()],
      engine: (_root, { id }) => registry.get(id) ?? null,
      routePreview: (_root, { message, engine }) => previewRoute(parts, message, engine ?? null),
      switchQueue: () => {
        const processing = registry.list().reduce((sum, record) => sum + record.inFlight, 0);
        return { size: 0, waiting: 0, processing, oldestWaitMs: null, items: [] };
      },
      usage: (_root, { period }) =>
        registry.list().flatMap((engine) => {
          const total = usage.total(engine.id, clock.now(), periodMs[period]);
          return total === undefined ? [] : [{ engine, ...total }];
        }),
      switchTask: notImplemented('Query.switchTask'),
      hermesResources: notImplemented('Query.hermesResources'),
    },
    Mutation: {
      ...engineMutations(registry),
      setRoutingStrategy: notImplemented('Mutation.setRoutingStrategy'),
      submitTask: notImplemented('Mutation.submitTask'),
      cancelTask: notImplemented('Mutation.cancelTask'),
      recordFeedback: notImplemented('Mutation.recordFeedback'),
    },
    Subscription: {
      engineChanged: {
        subscribe: (_root, { id }, context) => registry.follow(id ?? null, context.request.signal),
        resolve: (record: EngineRecord) => record,
      },
      queueChanged: { subscribe: notImplemented('Subscription.queueChanged') },
      taskChanged: { subscribe: notImplemented('Subscription.taskChanged') },
    },
    Engine: engineFields(registry, clock),
    Service: {
      __resolveReference: ({ name }) => ({ name }),
      engines: ({ name }) => enginesOn(name, registry.list()),
    },
    Model: { __resolveReference: notImplemented('Model') },
    SwitchTask: { __resolveReference: notImplemented('SwitchTask') },
  };
}

const HOUR_MS = 3_600_000;
const periodMs: Record<Period, number> = { HOUR_1: HOUR_MS, HOUR_6: 6 * HOUR_MS, HOUR_24: 24 * HOUR_MS };
