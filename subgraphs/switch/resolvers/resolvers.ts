import type { Kysely } from 'kysely';
import type { Clock } from '../../../platform/clock.ts';
import type { Period, Resolvers } from '../../../schema/generated/switch.ts';
import type { QueueChanges } from '../queue/queue-changes.ts';
import type { EngineRecord } from '../registry/engine-record.ts';
import type { EngineRegistry } from '../registry/engine-registry.ts';
import type { HermesClient } from '../resources/hermes-client.ts';
import type { Router } from '../routing/router.ts';
import type { SwitchTables } from '../store/tables.ts';
import type { TaskQueue } from '../tasks/task-queue.ts';
import type { TaskRecord } from '../tasks/task-record.ts';
import type { UsageLog } from '../usage/usage-log.ts';
import { engineFields } from './engine-fields.ts';
import { engineMutations } from './engine-mutations.ts';
import { feedbackMutations } from './feedback.ts';
import { modelFields, shownResources } from './hermes.ts';
import { queueStatus } from './queue-status.ts';
import { previewRoute } from './route-preview.ts';
import { enginesOn } from './service-engines.ts';
import { taskFields, taskMutations } from './tasks.ts';

export interface ResolverParts {
  readonly registry: EngineRegistry;
  readonly router: Router;
  readonly rememberStrategy: () => Promise<void>;
  readonly usage: UsageLog;
  readonly tasks: TaskQueue;
  readonly queueChanges: QueueChanges;
  readonly hermes: HermesClient;
  readonly db: Kysely<SwitchTables>;
  readonly clock: Clock;
  /** What is wrong with the engines file, where an earlier one is used; null where nothing is. */
  readonly fileProblem: () => string | null;
}

export function createResolvers(parts: ResolverParts): Resolvers {
  const { registry, usage, clock, tasks, hermes, queueChanges } = parts;
  return {
    Query: {
      engines: () => [...registry.list()],
      engine: (_root, { id }) => registry.get(id) ?? null,
      routePreview: (_root, { message, engine }) => previewRoute(parts, message, engine ?? null),
      switchQueue: () => queueStatus(parts),
      usage: (_root, { period }) =>
        registry.list().flatMap((engine) => {
          const total = usage.total(engine.id, clock.now(), periodMs[period]);
          return total === undefined ? [] : [{ engine, ...total }];
        }),
      switchTask: async (_root, { id }) => (await tasks.get(id)) ?? null,
      hermesResources: async (_root, _none, { request }) => shownResources(await hermes.look(request.signal)),
    },
    Mutation: { ...engineMutations(parts), ...taskMutations(tasks), ...feedbackMutations(parts) },
    Subscription: {
      engineChanged: {
        subscribe: (_root, { id }, { request }) => registry.follow(id ?? null, request.signal),
        resolve: (record: EngineRecord) => record,
      },
      queueChanged: {
        subscribe: (_root, _none, { request }) => queueChanges.follow(request.signal),
        resolve: () => queueStatus(parts),
      },
      taskChanged: {
        subscribe: (_root, { id }, { request }) => tasks.follow(id, request.signal),
        resolve: (task: TaskRecord) => task,
      },
    },
    Engine: engineFields(registry, clock, parts.fileProblem),
    Service: {
      __resolveReference: ({ name }) => ({ name }),
      engines: ({ name }) => enginesOn(name, registry.list()),
    },
    Model: modelFields(hermes, registry),
    SwitchTask: taskFields(tasks, registry),
  };
}

const HOUR_MS = 3_600_000;
const periodMs: Record<Period, number> = { HOUR_1: HOUR_MS, HOUR_6: 6 * HOUR_MS, HOUR_24: 24 * HOUR_MS };
