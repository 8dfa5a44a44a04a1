import type { ServerResponse } from 'node:http';
import type { Clock } from '../../../platform/clock.ts';
import { HEARTBEAT_MS } from '../../../schema/completion.ts';

/**
 * Tells who reads this answer that switch is at work, also while it has nothing else to say: an engine thinks, or is waited for. Readers
 * of lines skip an empty one. Returns its stop, which is idempotent.
 */
export function sendHeartbeats(response: ServerResponse, clock: Clock): () => void {
  let cancel = clock.after(HEARTBEAT_MS, beat);
  function beat(): void {
    // A reader that takes nothing has enough to read.
    if (!response.writableNeedDrain) response.write('\n');
    cancel = clock.after(HEARTBEAT_MS, beat);
  }
  return () => cancel();
}
