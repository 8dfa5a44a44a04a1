import type { Clock } from './clock.ts';
import type { Logger } from './log.ts';

/** Everything that was started, closed in reverse order. */
export interface Lifecycle {
  /** Registers what to close, with its own limit where the common one does not fit. Registered after close began: closed at once. */
  add(name: string, close: () => Promise<void> | void, limitMs?: number): void;
  /**
   * Closes each in reverse order of adding, each within its limit; one that fails or hangs does not keep the others. Never rejects:
   * resolves with the names of those that did not close. Idempotent.
   */
  close(): Promise<readonly string[]>;
}

/** For a part that is made of parts: rejects where one of them did not close, so that the whole knows. */
export async function closeOrThrow(lifecycle: Lifecycle): Promise<void> {
  const left = await lifecycle.close();
  if (left.length > 0) throw new Error(`did not close: ${left.join(', ')}`);
}

interface Entry {
  readonly name: string;
  readonly close: () => Promise<void> | void;
  readonly limitMs: number;
}

export function createLifecycle(options: {
  readonly clock: Clock;
  readonly log: Logger;
  readonly limitMs: number;
}): Lifecycle {
  const entries: Entry[] = [];
  const left: string[] = [];
  let closing: Promise<readonly string[]> | undefined;

  async function closeAll(): Promise<readonly string[]> {
    for (let entry = entries.pop(); entry !== undefined; entry = entries.pop()) await closeOne(entry);
    return left;
  }

  async function closeOne(entry: Entry): Promise<void> {
    let cancel: () => void = () => undefined;
    const limit = new Promise<never>((_resolve, reject) => {
      cancel = options.clock.after(entry.limitMs, () =>
        reject(new Error(`not closed within ${entry.limitMs} ms`)),
      );
    });
    try {
      await Promise.race([Promise.resolve().then(entry.close), limit]);
    } catch (error) {
      left.push(entry.name);
      options.log.error({ err: error, part: entry.name }, 'part did not close');
    } finally {
      cancel();
    }
  }

  return {
    add(name, close, limitMs = options.limitMs) {
      entries.push({ name, close, limitMs });
      // The loop of a close under way picks the entry up; after it, this starts another.
      if (closing !== undefined) closing = closing.then(closeAll);
    },
    close: () => (closing ??= closeAll()),
  };
}
