import { toDateTime, type Clock } from '../../../platform/clock.ts';
import type { ResolversTypes } from '../../../schema/generated/switch.ts';
import type { EngineRegistry } from '../registry/engine-registry.ts';
import type { TaskQueue } from '../tasks/task-queue.ts';

/** Calls under way, and who waits: in the lines of engines, and tasks that have not begun. `size` is both together. */
export function queueStatus(parts: {
  readonly registry: EngineRegistry;
  readonly tasks: TaskQueue;
  readonly clock: Clock;
}): Awaited<ResolversTypes['QueueStatus']> {
  const { registry, tasks, clock } = parts;
  const processing = registry.list().reduce((sum, { inFlight }) => sum + inFlight, 0);
  const inLines = registry.waiting().map((item) => ({
    ...item,
    engine: registry.get(item.engine) ?? null,
    since: item.enqueuedAt,
  }));
  const notBegun = tasks.queued().map(({ id, taskType, engine, createdAt }, index) => ({
    id,
    taskType,
    engine: (engine === null ? undefined : registry.get(engine)) ?? null,
    position: index + 1,
    since: createdAt,
  }));
  const items = [...inLines, ...notBegun];
  const oldest = items.reduce((least, { since }) => Math.min(least, since), Number.POSITIVE_INFINITY);
  return {
    size: processing + items.length,
    processing,
    waiting: items.length,
    oldestWaitMs: items.length === 0 ? null : Math.max(0, Math.round(clock.now() - oldest)),
    items: items.map(({ since, ...item }) => ({ ...item, enqueuedAt: toDateTime(since) })),
  };
}
