import { toDateTime } from '../../../platform/clock.ts';
import type { MutationResolvers, SwitchTaskResolvers } from '../../../schema/generated/switch.ts';
import type { EngineRegistry } from '../registry/engine-registry.ts';
import type { TaskQueue } from '../tasks/task-queue.ts';
import { refusal } from './engine-mutations.ts';
import { shownDecision } from './shown-decision.ts';

export function taskMutations(tasks: TaskQueue): Pick<MutationResolvers, 'submitTask' | 'cancelTask'> {
  return {
    submitTask: async (_root, { input }, { request }) => {
      const { correlationId, actor } = request;
      const submitted = await tasks.submit({
        taskType: input.taskType,
        payload: input.payload,
        engine: input.engine ?? null,
        idempotencyKey: input.idempotencyKey ?? null,
        actor: actor.name,
        correlationId,
      });
      return { ...submitted, correlationId };
    },
    cancelTask: async (_root, { id }, { request }) => {
      const { correlationId } = request;
      const cancelled = await tasks.cancel(id);
      if (cancelled === undefined) return refusal(`no task has the id ${id}`, correlationId);
      const { task, isCancelled } = cancelled;
      const message = isCancelled ? null : `it had ended already: ${task.status}`;
      return { ok: isCancelled, correlationId, message, task };
    },
  };
}

export function taskFields(tasks: TaskQueue, registry: EngineRegistry): SwitchTaskResolvers {
  return {
    __resolveReference: async ({ id }) => (await tasks.get(id)) ?? null,
    createdAt: ({ createdAt }) => toDateTime(createdAt),
    decision: ({ decision }) => (decision === null ? null : shownDecision(registry, decision)),
  };
}
