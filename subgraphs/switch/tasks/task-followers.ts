import { createBoundedQueue } from '../../../platform/bounded-queue.ts';
import { CodedError } from '../../../platform/errors.ts';
import { hasEnded, type TaskRecord } from './task-record.ts';

/** Who wants to know how a task goes. A slow reader gets its latest state. */
export interface TaskFollowers {
  tell(task: TaskRecord): void;
  /** How it is, then each change; ends with the task. */
  add(
    read: () => Promise<TaskRecord | undefined>,
    id: string,
    signal: AbortSignal,
  ): Promise<AsyncIterableIterator<TaskRecord>>;
  end(): void;
}

export function createTaskFollowers(): TaskFollowers {
  const followers = new Set<{ readonly tell: (task: TaskRecord) => void; readonly end: () => void }>();

  return {
    tell(task) {
      for (const follower of followers) follower.tell(task);
    },
    async add(read, id, signal) {
      const onAbort = (): void => void queue.return(); // resolves at once and never rejects
      const queue = createBoundedQueue<TaskRecord>({
        limit: 1,
        overflow: { policy: 'drop-oldest' },
        onClose: () => {
          followers.delete(follower);
          signal.removeEventListener('abort', onAbort);
        },
      });
      const follower = {
        tell(task: TaskRecord): void {
          if (task.id !== id) return;
          queue.push(task);
          if (hasEnded(task)) queue.end();
        },
        end: () => queue.end(),
      };
      // Before the read, so that no change between the two is missed.
      followers.add(follower);
      signal.addEventListener('abort', onAbort, { once: true });
      const present = await read();
      if (present === undefined) {
        onAbort();
        throw new CodedError('BAD_USER_INPUT', { problem: `no task has the id ${id}` });
      }
      if (queue.size === 0) follower.tell(present);
      if (signal.aborted) onAbort();
      return queue;
    },
    end() {
      for (const follower of [...followers]) follower.end();
    },
  };
}
