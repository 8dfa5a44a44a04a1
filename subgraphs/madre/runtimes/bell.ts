import type { Clock } from '../../../platform/clock.ts';

/** Wakes whoever waits. A ring is not kept: look first, then wait, with nothing awaited between. */
export class Bell {
  readonly #waiting = new Set<() => void>();

  ring(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  /** Resolves at the next ring, when the signal aborts, and after `limitMs` at the latest. */
  next(signal: AbortSignal, clock: Clock, limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        cancel();
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const cancel = clock.after(limitMs, wake);
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake, { once: true });
      if (signal.aborted) wake();
    });
  }
}
