import type { Clock } from './clock.ts';
import type { Logger } from './log.ts';

/** Everything that was started, closed in reverse order. */
export interface Lifecycle {
  /** Registers what to close. Registered after close began: closed at once. */
  add(name: string, close: () => Promise<void> | void): void;
  /** Closes each in reverse order of adding, each within the limit; one that fails or hangs does not keep the others. Idempotent. */
  close(): Promise<void>;
}

export function createLifecycle(options: {
  readonly clock: Clock;
  readonly log: Logger;
  readonly limitMs: number;
}): Lifecycle {
  const entries: { readonly name: string; readonly close: () => Promise<void> | void }[] = [];
  let closing: Promise<void> | undefined;

  async function closeAll(): Promise<void> {
    for (let entry = entries.pop(); entry !== undefined; entry = entries.pop()) await closeOne(entry);
  }

  async function closeOne(entry: (typeof entries)[number]): Promise<void> {
    let cancel: () => void = () => undefined;
    const limit = new Promise<never>((_resolve, reject) => {
      cancel = options.clock.after(options.limitMs, () =>
        reject(new Error(`not closed within ${options.limitMs} ms`)),
      );
    });
    try {
      await Promise.race([Promise.resolve().then(entry.close), limit]);
    } catch (error) {
      options.log.error({ err: error, part: entry.name }, 'part did not close');
    } finally {
      cancel();
    }
  }

  return {
    add(name, close) {
      entries.push({ name, close });
      // The loop of a close under way picks the entry up; after it, this starts another.
      if (closing !== undefined) closing = closing.then(closeAll);
    },
    close: () => (closing ??= closeAll()),
  };
}
