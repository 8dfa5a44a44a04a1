import { setMaxListeners } from 'node:events';
import type { Clock } from './clock.ts';
import { CodedError } from './errors.ts';
import { unlessAborted } from './unless-aborted.ts';

export interface DeadlineOptions {
  readonly clock: Clock;
  readonly limitMs: number;
  /** Named in the error. */
  readonly what: string;
  readonly parent?: AbortSignal;
}

export interface Deadline {
  /** Aborts with the parent's reason, or with DEADLINE_EXCEEDED when the time is over. */
  readonly signal: AbortSignal;
  /** Frees the timer and the parent; the signal stays as it is. Idempotent. */
  stop(): void;
}

/** For work that watches its signal and settles by itself. */
export function startDeadline({ clock, limitMs, what, parent }: DeadlineOptions): Deadline {
  const controller = new AbortController();
  // One for each part of the work that runs.
  setMaxListeners(0, controller.signal);
  const onParent = (): void => controller.abort(parent?.reason);
  // A caller may begin as many at once as it has services.
  if (parent !== undefined) setMaxListeners(0, parent);
  if (parent?.aborted === true) onParent();
  else parent?.addEventListener('abort', onParent, { once: true });
  const cancel = clock.after(limitMs, () =>
    controller.abort(new CodedError('DEADLINE_EXCEEDED', { what, limitMs })),
  );
  return {
    signal: controller.signal,
    stop() {
      cancel();
      parent?.removeEventListener('abort', onParent);
    },
  };
}

/** For work that may not watch its signal: it is told, and not waited for. */
export async function withDeadline<Value>(
  options: DeadlineOptions,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  options.parent?.throwIfAborted();
  const deadline = startDeadline(options);
  try {
    return await unlessAborted(work(deadline.signal), deadline.signal);
  } finally {
    deadline.stop();
  }
}
