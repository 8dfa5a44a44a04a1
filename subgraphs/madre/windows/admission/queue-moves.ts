import type { WindowRecord } from '../record/window-record.ts';
import { queueOrder } from './window-queue.ts';

/** A window that goes on waiting, at another place than before. */
export interface QueueMove {
  readonly window: WindowRecord;
  /** From 1, which is next. */
  readonly position: number;
}

/** Of unfinished windows before and after a change, both oldest first. What entered or left the queue tells of itself. */
export function queueMoves(
  before: readonly WindowRecord[],
  after: readonly WindowRecord[],
): readonly QueueMove[] {
  const was = new Map(queueOrder(before).map(({ id }, index) => [id, index + 1]));
  return queueOrder(after)
    .map((window, index) => ({ window, position: index + 1 }))
    .filter(({ window, position }) => was.has(window.id) && was.get(window.id) !== position);
}
