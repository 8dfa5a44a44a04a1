import type { CompletionEvent, CompletionRequest } from '../../../schema/completion.ts';
import type { DecisionRecord } from '../routing/decision-record.ts';
import type { TaskEnd, TaskRecord } from './task-record.ts';
import { isTaskType, prepareTask } from './task-types.ts';

export type Complete = (
  request: CompletionRequest,
  signal: AbortSignal,
  taskType?: string,
) => AsyncIterable<CompletionEvent>;

/** Asks engines for what the task wants. How it ended is in the result; rejects only where switch itself is at fault. */
export async function runTask(task: TaskRecord, complete: Complete, signal: AbortSignal): Promise<TaskEnd> {
  if (!isTaskType(task.taskType)) return failed(`no task type is named ${task.taskType}`);
  const prepared = prepareTask(task.taskType, task.payload);
  if ('problem' in prepared) return failed(prepared.problem);
  const request: CompletionRequest = {
    messageId: task.id,
    messages: [...prepared.messages],
    engine: task.engine,
    // Who names an engine for a task wants that one.
    allowFallback: task.engine === null,
  };
  for await (const event of complete(request, signal, task.taskType)) {
    if (event.type === 'finished') {
      const { engine, usage, finishReason } = event;
      const result = { ...prepared.result(event.content), engine, usage, finishReason };
      return { status: 'DONE', result, decision: decisionOf(event, engine) };
    }
    if (event.type === 'failed') {
      const decision =
        event.decision === null ? null : decisionOf({ ...event, decision: event.decision }, null);
      return event.code === 'CANCELLED'
        ? { status: 'CANCELLED', error: null, decision }
        : { status: 'FAILED', error: event.message, decision };
    }
  }
  throw new Error('a completion ended without saying how');
}

function failed(error: string): TaskEnd {
  return { status: 'FAILED', error, decision: null };
}

function decisionOf(
  { decision, attempts }: Pick<DecisionRecord, 'decision' | 'attempts'>,
  servedBy: string | null,
): DecisionRecord {
  return { decision, attempts, servedBy };
}
