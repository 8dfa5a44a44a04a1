import type { Clock } from '../platform/clock.ts';
import { Vx11Error } from './vx11-error.ts';

/** A signal that aborts with the others', or with TIMED_OUT after `limitMs`. `end` releases both. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  end(): void;
}

export function limitTime(
  clock: Clock,
  limitMs: number,
  what: string,
  parents: readonly (AbortSignal | undefined)[],
): TimeLimit {
  const controller = new AbortController();
  const cancel = clock.after(limitMs, () =>
    controller.abort(new Vx11Error('TIMED_OUT', `${what} was not answered within ${limitMs} ms`)),
  );
  const signals = parents.filter((signal) => signal !== undefined);
  const onAbort = (event: Event): void => {
    if (event.target instanceof AbortSignal) controller.abort(event.target.reason);
  };
  for (const signal of signals) {
    if (signal.aborted) controller.abort(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  }
  return {
    signal: controller.signal,
    end() {
      cancel();
      for (const signal of signals) signal.removeEventListener('abort', onAbort);
    },
  };
}

/** What was waited for, or the signal's reason as soon as it aborts. */
export function orAbort<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
