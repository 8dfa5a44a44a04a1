import type { Clock } from '../../platform/clock.ts';
import { CodedError } from '../../platform/errors.ts';

export interface TimeBudget {
  readonly clock: Clock;
  /** Names the work in DEADLINE_EXCEEDED. */
  readonly what: string;
  readonly limitMs: number;
  /** The caller's own patience; its reason comes through when it aborts first. */
  readonly signal: AbortSignal;
}

/** Settles within the limit even where `work` ignores its signal: with its result, DEADLINE_EXCEEDED, or the caller's abort reason. */
export async function withinBudget<T>(
  budget: TimeBudget,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  budget.signal.throwIfAborted();
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(budget.signal.reason);
  budget.signal.addEventListener('abort', onAbort, { once: true });
  const cancel = budget.clock.after(budget.limitMs, () =>
    controller.abort(new CodedError('DEADLINE_EXCEEDED', { what: budget.what, limitMs: budget.limitMs })),
  );
  const aborted = new Promise<never>((_resolve, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason as Error), {
      once: true,
    });
  });
  try {
    return await Promise.race([work(controller.signal), aborted]);
  } finally {
    cancel();
    budget.signal.removeEventListener('abort', onAbort);
  }
}
