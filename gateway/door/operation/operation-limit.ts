import { setMaxListeners } from 'node:events';
import type { Clock } from '../../../platform/clock.ts';
import { startDeadline } from '../../../platform/deadline.ts';

/** How long one operation may take, and whether a client that leaves ends it. */
export interface OperationLimit {
  readonly signal: AbortSignal;
  /** From now on. A mutation goes on without its client: what it changes must not depend on a socket. */
  becomeMutation(limitMs: number): void;
  clientLeft(): void;
  /** The answer is made; frees the timer. Idempotent. */
  end(): void;
}

export function limitOperation(clock: Clock, limitMs: number): OperationLimit {
  const controller = new AbortController();
  // One for each fetch of the plan that runs.
  setMaxListeners(0, controller.signal);
  let endsWithClient = true;
  let stop = start(limitMs);

  function start(forMs: number): () => void {
    const deadline = startDeadline({ clock, limitMs: forMs, what: 'the operation' });
    deadline.signal.addEventListener('abort', () => controller.abort(deadline.signal.reason), { once: true });
    return () => deadline.stop();
  }

  return {
    signal: controller.signal,
    becomeMutation(longerMs) {
      endsWithClient = false;
      stop();
      stop = start(longerMs);
    },
    clientLeft() {
      if (!endsWithClient) return;
      stop();
      controller.abort(new Error('the client left before its answer'));
    },
    end: () => stop(),
  };
}
