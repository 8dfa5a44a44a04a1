import type { Clock } from '../../../platform/clock.ts';
import { CodedError } from '../../../platform/errors.ts';

export interface SilenceWatch {
  /** Aborts with the parent's reason, or with DEADLINE_EXCEEDED when nothing was heard for the limit. */
  readonly signal: AbortSignal;
  heard(): void;
  /** Frees the timer and the parent; the signal stays as it is. Idempotent. */
  stop(): void;
}

/**
 * How long a peer may say nothing. It is looked for a sign of life in each of `looks` parts of the limit, so a process that stood still
 * itself hears what came meanwhile before it judges.
 */
export function watchSilence(options: {
  readonly clock: Clock;
  readonly limitMs: number;
  readonly looks: number;
  /** Named in the error. */
  readonly what: string;
  readonly parent: AbortSignal;
}): SilenceWatch {
  const { clock, limitMs, looks, what, parent } = options;
  const controller = new AbortController();
  const onParent = (): void => controller.abort(parent.reason);
  if (parent.aborted) onParent();
  else parent.addEventListener('abort', onParent, { once: true });
  let inVain = 0;
  let cancel = clock.after(limitMs / looks, look);

  function look(): void {
    inVain += 1;
    if (inVain >= looks) controller.abort(new CodedError('DEADLINE_EXCEEDED', { what, limitMs }));
    else cancel = clock.after(limitMs / looks, look);
  }

  return {
    signal: controller.signal,
    heard: () => void (inVain = 0),
    stop() {
      cancel();
      parent.removeEventListener('abort', onParent);
    },
  };
}
