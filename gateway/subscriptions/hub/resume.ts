import { GraphQLError, type ExecutionResult } from 'graphql';
import { sleep, type Clock } from '../../../platform/clock.ts';
import { errorCatalogue, isErrorCode } from '../../../platform/errors.ts';

export interface Resumable {
  /** Begins after the cursor; from the start, as the client asked, without one. */
  open(cursor: unknown): Promise<AsyncIterableIterator<ExecutionResult>>;
  /** False where no stream takes a cursor: then a break is the end. */
  readonly takesCursor: boolean;
  cursorOf(event: ExecutionResult): unknown;
  isSnapshot(event: ExecutionResult): boolean;
  /** The start is the client's own, so beginning there again tells the same. */
  readonly hasStart: boolean;
  /** Where to begin the first time. */
  readonly cursor?: unknown;
}

/** A plain iterator: return() reaches the stream at once. */
export interface ResumedStream extends AsyncIterableIterator<ExecutionResult> {
  /** Whether events may be missing before the one that was just given: the stream began anew before it had told a cursor. */
  takeGap(): boolean;
  /** Leaves the present upstream for one that is opened now, as after a break. */
  restart(): void;
}

/** How long a stream is tried again after it broke, by the code of the last failure. A component that sleeps is waited for without a limit. */
const UNREACHABLE_LIMIT_MS = 10 * 60_000;
const FAILING_LIMIT_MS = 60_000;
const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 2_000;
/** A stream that stood for so long had come back, though it told nothing. */
const STANDS_AFTER_MS = 5_000;
const DONE = { done: true, value: undefined } as const;

/**
 * The stream, begun anew after its last cursor each time it breaks: no gap and no repeat. Rejects, or throws, as the stream does
 * where it never began, and where trying again cannot help.
 */
export async function resumeStream(stream: Resumable, clock: Clock): Promise<ResumedStream> {
  const ending = new AbortController();
  let cursor = stream.cursor;
  let current = await stream.open(cursor);
  let openedAt = clock.monotonic();
  /** When the present break began; undefined while events come. */
  let brokenSince: number | undefined;
  let delayMs = FIRST_DELAY_MS;
  let mayMiss = false;
  let hasTold = false;
  let gap = false;
  let isRestarting = false;

  function takeNote(event: ExecutionResult): void {
    // A snapshot of now has it all, but for the ends of what one that broke off had told.
    gap = mayMiss && (hasTold || !stream.isSnapshot(event));
    mayMiss = false;
    hasTold = true;
    cursor = stream.cursorOf(event) ?? cursor;
    standsAgain();
  }
  function standsAgain(): void {
    brokenSince = undefined;
    delayMs = FIRST_DELAY_MS;
  }

  async function reopen(): Promise<void> {
    mayMiss ||= cursor === undefined && !stream.hasStart;
    for (;;) {
      isRestarting = false;
      const opened = await stream.open(cursor);
      openedAt = clock.monotonic();
      if (!ending.signal.aborted && !isRestartingNow()) {
        current = opened;
        return;
      }
      leave(opened);
      if (ending.signal.aborted) return;
    }
  }
  /** It may have changed over an await. */
  function isRestartingNow(): boolean {
    return isRestarting;
  }
  async function waitForNextTry(): Promise<void> {
    await sleep(clock, delayMs, ending.signal);
    delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS);
  }

  function mayTryAgain(error: unknown): boolean {
    const now = clock.monotonic();
    brokenSince ??= now;
    const isExact = cursor !== undefined || stream.hasStart;
    return stream.takesCursor && now - brokenSince < patienceMs(error, isExact);
  }

  /** One event, the end, or undefined where the upstream was left and the next one has to be opened. */
  async function read(): Promise<IteratorResult<ExecutionResult> | undefined> {
    if (isRestarting) await reopen();
    const step = await current.next().catch((error: unknown) => {
      if (clock.monotonic() - openedAt > STANDS_AFTER_MS) standsAgain();
      throw error;
    });
    if (step.done === true && isRestarting) return undefined;
    if (step.done !== true) takeNote(step.value);
    return step;
  }

  async function next(): Promise<IteratorResult<ExecutionResult>> {
    let isBroken = false;
    for (;;) {
      try {
        if (isBroken) await waitForNextTry();
        if (isBroken) await reopen();
        isBroken = false;
        const step = ending.signal.aborted ? DONE : await read();
        if (step !== undefined) return step;
      } catch (error) {
        if (ending.signal.aborted) return DONE;
        // What failed was left meanwhile.
        isBroken = !isRestartingNow();
        if (isBroken && !mayTryAgain(error)) throw error;
      }
    }
  }

  const resumed: ResumedStream = {
    next,
    takeGap: () => gap,
    restart() {
      isRestarting = true;
      leave(current);
    },
    return() {
      ending.abort(new Error('the subscription ended'));
      leave(current);
      return Promise.resolve(DONE);
    },
    [Symbol.asyncIterator]: () => resumed,
  };
  return resumed;
}

/** Its end is not waited for: it may be slow to close, and nobody reads it any more. */
function leave(stream: AsyncIterableIterator<ExecutionResult>): void {
  void Promise.resolve(stream.return?.()).catch(() => undefined);
}

/**
 * By its code, which is all that is left of an error that came over a wire. What has none is a fault that may pass. Without a place to
 * continue at, only a way that broke is taken again: what the subgraph itself refuses at the start it would refuse again.
 */
function patienceMs(error: unknown, isExact: boolean): number {
  const code = error instanceof GraphQLError ? error.extensions['code'] : undefined;
  if (code === 'SERVICE_ASLEEP') return Infinity;
  if (code === 'SERVICE_UNREACHABLE') return UNREACHABLE_LIMIT_MS;
  return isExact && (!isErrorCode(code) || errorCatalogue[code].retryable) ? FAILING_LIMIT_MS : 0;
}
