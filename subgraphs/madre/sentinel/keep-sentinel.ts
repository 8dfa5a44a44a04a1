import { once } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../platform/clock.ts';
import type { Logger } from '../../../platform/log.ts';
import { startFailures } from './failures.ts';
import type { SentinelStatus } from './sentinel-status.ts';

/** Keeps one sentinel running as a process of its own while windows are open; it ends by itself when there are none. */
export interface SentinelKeeper {
  /** A window may have been opened: looks soon. Never waits, never throws. */
  look(): void;
  status(): SentinelStatus;
  /** No more looks; the one that runs goes on. Idempotent. */
  stopLooking(): void;
  /** The same, but where a window is open one runs from now on. Resolves with whether one is needed; never rejects. */
  leave(): Promise<boolean>;
  /** Ends the one that runs, too. Idempotent. */
  close(): Promise<void>;
}

/** Making a process costs what a service that starts just then needs. */
const LOOK_AFTER_MS = 1_000;
/** One that ended in order, for want of a window, is followed by another no sooner than this. */
const RESPAWN_MS = 5_000;
const END_LIMIT_MS = 1_000;

export function keepSentinel(options: {
  readonly clock: Clock;
  readonly log: Logger;
  readonly hasWindow: () => Promise<boolean>;
  /** Called before it begins, so that it finds itself named. */
  readonly announce: (id: string) => void;
  readonly spawn: (id: string) => ChildProcess;
}): SentinelKeeper {
  const { clock, log, hasWindow } = options;
  const failures = startFailures(log);
  let child: ChildProcess | undefined;
  let cancelLook: (() => void) | undefined;
  let isLooking = false;
  /** A window may have been opened after the look under way read them. */
  let isAskedAgain = false;
  let isClosed = false;

  function lookAfter(delayMs: number): void {
    if (isLooking) isAskedAgain = true;
    if (isClosed || isLooking || child !== undefined || cancelLook !== undefined) return;
    cancelLook = clock.after(delayMs, () => {
      cancelLook = undefined;
      void lookNow();
    });
  }

  /** Never rejects. */
  async function lookNow(): Promise<void> {
    isLooking = true;
    isAskedAgain = false;
    let nextMs = LOOK_AFTER_MS;
    try {
      if (await hasWindow()) begin();
    } catch (error) {
      nextMs = failures.failed(error);
      isAskedAgain = true;
    }
    isLooking = false;
    if (isAskedAgain) lookAfter(nextMs);
  }

  function begin(): void {
    if (isClosed) return;
    const id = randomUUID();
    options.announce(id);
    const begun = options.spawn(id);
    child = begun;
    const begunAt = clock.monotonic();
    // One or both of them, in either order; where there are no more files to be had, an error alone.
    const ended = (how: Error | undefined): void => {
      if (child !== begun) return;
      child = undefined;
      const nextMs = how === undefined ? RESPAWN_MS : failures.failed(how, clock.monotonic() - begunAt);
      if (how === undefined) failures.forget();
      // A window may have been opened just then.
      lookAfter(nextMs);
    };
    begun.on('error', ended);
    begun.once('exit', (code, signal) =>
      ended(
        code === 0
          ? undefined
          : new Error(`it ended with ${signal ?? `exit code ${code}`}: see logs/sentinel.log`),
      ),
    );
  }

  function stopLooking(): void {
    isClosed = true;
    cancelLook?.();
  }

  lookAfter(LOOK_AFTER_MS);
  return {
    look: () => lookAfter(LOOK_AFTER_MS),
    status() {
      if (child !== undefined) return { state: 'RUNNING', reason: null };
      const reason = failures.reason();
      return reason === null
        ? { state: 'NOT_NEEDED', reason: 'no window is open' }
        : { state: 'FAILING', reason };
    },
    stopLooking,
    async leave() {
      cancelLook?.();
      // Rather one too many: it ends by itself.
      const isNeeded = await hasWindow().catch(() => true);
      try {
        if (isNeeded && child === undefined) begin();
      } catch (error) {
        failures.failed(error);
      }
      stopLooking();
      return isNeeded;
    },
    async close() {
      stopLooking();
      if (child !== undefined) await end(child, clock);
    },
  };
}

async function end(child: ChildProcess, clock: Clock): Promise<void> {
  if (child.pid === undefined) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const cancel = clock.after(END_LIMIT_MS, () => child.kill('SIGKILL'));
  await ended;
  cancel();
}
