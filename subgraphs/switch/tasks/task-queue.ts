import type { Clock } from '../../../platform/clock.ts';
import type { Logger } from '../../../platform/log.ts';
import { runTask, type Complete } from './run-task.ts';
import { createTaskFollowers } from './task-followers.ts';
import type { TaskEnd, TaskRecord } from './task-record.ts';
import type { NewTask, TaskRows } from './task-rows.ts';
import { isTaskType, prepareTask, taskTypes } from './task-types.ts';

export type Submission =
  | { readonly ok: true; readonly task: TaskRecord; readonly message: string | null }
  | { readonly ok: false; readonly message: string };

/** Work for engines that nobody waits for. What was accepted is on the disk; what waits goes on after a restart. */
export interface TaskQueue {
  submit(task: NewTask): Promise<Submission>;
  /** Undefined where there is no such task; else how it is now, and whether this call ended it. */
  cancel(id: string): Promise<{ readonly task: TaskRecord; readonly isCancelled: boolean } | undefined>;
  get(id: string): Promise<TaskRecord | undefined>;
  /** How it is, then each change; ends with the task. Rejects where there is no such task. */
  follow(id: string, signal: AbortSignal): Promise<AsyncIterableIterator<TaskRecord>>;
  /** In the order in which they will run. */
  queued(): readonly TaskRecord[];
  readonly runningCount: number;
  /** What runs is cancelled and says why. Idempotent. */
  close(): Promise<void>;
}

const MOST_QUEUED = 1_000;
const AT_A_TIME = 4;

export async function openTaskQueue(parts: {
  readonly rows: TaskRows;
  readonly complete: Complete;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onChange: () => void;
}): Promise<TaskQueue> {
  const { rows, complete, clock, log, onChange } = parts;
  const waiting: TaskRecord[] = [...(await rows.recover(clock.now()))];
  const running = new Map<string, { readonly controller: AbortController; readonly done: Promise<void> }>();
  const followers = createTaskFollowers();
  let isClosed = false;

  function tell(task: TaskRecord): void {
    followers.tell(task);
    onChange();
  }

  function startWhatMay(): void {
    while (!isClosed && running.size < AT_A_TIME) {
      const task = waiting.shift();
      if (task === undefined) return;
      const controller = new AbortController();
      // Settles always: runOne catches.
      const done = runOne(task, controller.signal).finally(() => {
        running.delete(task.id);
        startWhatMay();
      });
      running.set(task.id, { controller, done });
    }
  }

  async function runOne({ id }: TaskRecord, signal: AbortSignal): Promise<void> {
    try {
      const task = await rows.began(id);
      if (task === undefined) return;
      tell(task);
      await end(id, await runTask(task, complete, signal));
    } catch (error) {
      log.error({ err: error, task: id }, 'a task broke');
      const failure = { status: 'FAILED', error: 'something failed inside switch', decision: null } as const;
      await end(id, failure).catch((cause: unknown) => log.error({ err: cause, task: id }, 'a task is lost'));
    }
  }

  async function end(id: string, result: TaskEnd): Promise<TaskRecord | undefined> {
    // Nobody cancelled it: switch stops.
    const isStopped = isClosed && result.status === 'CANCELLED';
    const told = isStopped
      ? ({ ...result, status: 'FAILED', error: 'switch stopped while it ran; submit it again' } as const)
      : result;
    const task = await rows.ended(id, told, clock.now());
    if (task !== undefined) tell(task);
    return task;
  }

  startWhatMay();
  return {
    async submit(task) {
      const problem = problemOf(task);
      if (problem !== undefined) return { ok: false, message: problem };
      const isFull = waiting.length >= MOST_QUEUED;
      // A key that was used before needs no room.
      if (isFull && task.idempotencyKey === null) return { ok: false, message: full };
      const added = await rows.add(task, clock.now());
      if (!added.isSame)
        return { ok: false, message: `idempotencyKey ${task.idempotencyKey} was used for another task` };
      if (!added.isNew) return { ok: true, task: added.task, message: 'this task was submitted before' };
      if (isFull) {
        await end(added.task.id, { status: 'FAILED', error: full, decision: null });
        return { ok: false, message: full };
      }
      waiting.push(added.task);
      onChange();
      startWhatMay();
      return { ok: true, task: added.task, message: null };
    },
    async cancel(id) {
      const index = waiting.findIndex((task) => task.id === id);
      if (index >= 0) {
        waiting.splice(index, 1);
        const task = await end(id, { status: 'CANCELLED', error: null, decision: null });
        if (task !== undefined) return { task, isCancelled: true };
      }
      const run = running.get(id);
      run?.controller.abort(new Error('the task was cancelled'));
      await run?.done;
      const task = await rows.get(id);
      return task && { task, isCancelled: run !== undefined && task.status === 'CANCELLED' };
    },
    get: (id) => rows.get(id),
    follow: (id, signal) => followers.add(() => rows.get(id), id, signal),
    queued: () => waiting,
    get runningCount() {
      return running.size;
    },
    async close() {
      isClosed = true;
      const runs = [...running.values()];
      for (const { controller } of runs) controller.abort(new Error('switch stops'));
      await Promise.all(runs.map(({ done }) => done));
      followers.end();
    },
  };
}

const full = `the queue is full: ${MOST_QUEUED} tasks wait`;
const LONGEST_PAYLOAD = 262_144;

function problemOf({ taskType, payload }: NewTask): string | undefined {
  if (!isTaskType(taskType))
    return `taskType must be one of ${Object.keys(taskTypes).join(', ')}, got ${JSON.stringify(taskType)}`;
  if (JSON.stringify(payload ?? null).length > LONGEST_PAYLOAD)
    return `payload must be at most ${LONGEST_PAYLOAD} characters of JSON`;
  const prepared = prepareTask(taskType, payload);
  return 'problem' in prepared ? prepared.problem : undefined;
}
