import { GraphQLError, type ExecutionResult } from 'graphql';
import { sleep, type Clock } from '../../platform/clock.ts';
import { errorCatalogue, isErrorCode } from '../../platform/errors.ts';

export interface ResumableStream {
  /** Begins after the cursor; from the start, as the client asked, without one. */
  open(cursor: unknown): Promise<AsyncIterableIterator<ExecutionResult>>;
  cursorOf(event: ExecutionResult): unknown;
}

/** A stream that does not come back for so long ends with its last error. */
const GIVE_UP_AFTER_MS = 60_000;
const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 2_000;
const DONE = { done: true, value: undefined } as const;

/**
 * The stream, begun anew after its last cursor each time it breaks: no gap and no repeat. Rejects, or throws, as the stream does
 * before the first cursor was seen, and where trying again cannot help. A plain iterator: return() reaches the stream at once.
 */
export async function resumeStream(
  stream: ResumableStream,
  clock: Clock,
): Promise<AsyncIterableIterator<ExecutionResult>> {
  const ending = new AbortController();
  let current = await stream.open(undefined);
  let cursor: unknown;
  /** When the present break began; undefined while events come. */
  let brokenSince: number | undefined;
  let delayMs = FIRST_DELAY_MS;

  function takeNote(event: ExecutionResult): void {
    cursor = stream.cursorOf(event) ?? cursor;
    brokenSince = undefined;
    delayMs = FIRST_DELAY_MS;
  }

  async function reopen(): Promise<void> {
    await sleep(clock, delayMs, ending.signal);
    delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS);
    const opened = await stream.open(cursor);
    if (ending.signal.aborted) await opened.return?.();
    else current = opened;
  }

  function mayTryAgain(error: unknown): boolean {
    if (cursor === undefined || !isWorthRetrying(error)) return false;
    brokenSince ??= clock.monotonic();
    return clock.monotonic() - brokenSince < GIVE_UP_AFTER_MS;
  }

  async function next(): Promise<IteratorResult<ExecutionResult>> {
    let failed = false;
    for (;;) {
      try {
        if (failed) await reopen();
        const step = await current.next();
        if (step.done !== true) takeNote(step.value);
        return step;
      } catch (error) {
        if (ending.signal.aborted) return DONE;
        if (!mayTryAgain(error)) throw error;
        failed = true;
      }
    }
  }

  const resumed: AsyncIterableIterator<ExecutionResult> = {
    next,
    return() {
      ending.abort(new Error('the subscription ended'));
      // Its end is not waited for: it may be slow to close, and nobody reads it any more.
      void Promise.resolve(current.return?.()).catch(() => undefined);
      return Promise.resolve(DONE);
    },
    [Symbol.asyncIterator]: () => resumed,
  };
  return resumed;
}

/** By its code, which is all that is left of an error that came over a wire. What has none is a fault that may pass. */
function isWorthRetrying(error: unknown): boolean {
  const code = error instanceof GraphQLError ? error.extensions['code'] : undefined;
  return !isErrorCode(code) || errorCatalogue[code].retryable;
}
