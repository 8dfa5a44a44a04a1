import type { Clock } from '../../platform/clock.ts';
import { CodedError } from '../../platform/errors.ts';

export interface Deadline {
  /** Aborts with the parent's reason, or with DEADLINE_EXCEEDED when the time is over. */
  readonly signal: AbortSignal;
  /** Frees the timer and the parent; the signal stays as it is. Idempotent. */
  stop(): void;
}

export function startDeadline(options: {
  readonly clock: Clock;
  readonly limitMs: number;
  /** Named in the error. */
  readonly what: string;
  readonly parent?: AbortSignal;
}): Deadline {
  const { clock, limitMs, what, parent } = options;
  const controller = new AbortController();
  const onParent = (): void => controller.abort(parent?.reason);
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
