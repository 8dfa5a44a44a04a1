import type { Clock } from '../../../platform/clock.ts';
import { abortable } from './abortable.ts';

/** Runs the work under a limit of its own and the caller's signal; it is told by its signal, and not waited for. */
export async function withDeadline<T>(
  limit: {
    readonly clock: Clock;
    readonly limitMs: number;
    readonly what: string;
    readonly signal: AbortSignal;
  },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  limit.signal.throwIfAborted();
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(limit.signal.reason);
  limit.signal.addEventListener('abort', onAbort, { once: true });
  const cancel = limit.clock.after(limit.limitMs, () =>
    controller.abort(new Error(`${limit.what} did not end within ${limit.limitMs} ms`)),
  );
  try {
    return await abortable(work(controller.signal), controller.signal);
  } finally {
    cancel();
    limit.signal.removeEventListener('abort', onAbort);
  }
}
