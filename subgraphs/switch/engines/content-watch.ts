import type { Clock } from '../../../platform/clock.ts';
import { EngineFailure } from './engine.ts';

export interface ContentLimits {
  readonly firstTokenTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly totalTimeoutMs: number;
}

/** How long the usage of a whole answer is waited for; servers send it at once. */
const GRACE_MS = 2_000;

/** The time limits of one call. They count text, not bytes: an engine that only sends keep-alives is as silent as a dead one. */
export interface ContentWatch {
  /** Aborts with an EngineFailure when a limit passes, and with the caller's reason when the caller gives up. */
  readonly signal: AbortSignal;
  /** The caller gave up. */
  readonly isCancelled: boolean;
  /** Waits for the engine. The limits run only in here, so that a slow reader is never taken for a slow engine. */
  waitFor<T>(pending: Promise<T>): Promise<T>;
  /** Text came and has been handed on. */
  progressed(): void;
  /** The answer is whole: from now on, or from its last text on, a short grace is the longest silence. Idempotent. */
  settles(): void;
  /** Frees the caller's signal. Idempotent. */
  stop(): void;
}

export function watchContent(clock: Clock, limits: ContentLimits, caller: AbortSignal): ContentWatch {
  const controller = new AbortController();
  const startedAt = clock.monotonic();
  const totalDueAt = startedAt + limits.totalTimeoutMs;
  let silenceDueAt = startedAt + limits.firstTokenTimeoutMs;
  let longestSilenceMs = limits.idleTimeoutMs;
  let hasSettled = false;
  let silence: 'TIMEOUT_FIRST' | 'TIMEOUT_IDLE' = 'TIMEOUT_FIRST';

  const onCallerAbort = (): void => controller.abort(caller.reason);
  if (caller.aborted) onCallerAbort();
  caller.addEventListener('abort', onCallerAbort, { once: true });

  function expire(): void {
    controller.abort(totalDueAt <= silenceDueAt ? totalFailure(limits) : silenceFailure(silence, limits));
  }

  return {
    signal: controller.signal,
    get isCancelled() {
      return caller.aborted;
    },
    async waitFor(pending) {
      const cancel = clock.after(Math.min(totalDueAt, silenceDueAt) - clock.monotonic(), expire);
      try {
        return await pending;
      } catch (error) {
        throw controller.signal.aborted ? controller.signal.reason : error;
      } finally {
        cancel();
      }
    },
    progressed() {
      silence = 'TIMEOUT_IDLE';
      silenceDueAt = clock.monotonic() + longestSilenceMs;
    },
    settles() {
      if (hasSettled) return;
      hasSettled = true;
      longestSilenceMs = Math.min(GRACE_MS, limits.idleTimeoutMs);
      silenceDueAt = clock.monotonic() + longestSilenceMs;
    },
    stop: () => caller.removeEventListener('abort', onCallerAbort),
  };
}

function totalFailure(limits: ContentLimits): EngineFailure {
  return new EngineFailure('TIMEOUT_TOTAL', `the answer was not complete after ${limits.totalTimeoutMs} ms`);
}

function silenceFailure(silence: 'TIMEOUT_FIRST' | 'TIMEOUT_IDLE', limits: ContentLimits): EngineFailure {
  return silence === 'TIMEOUT_FIRST'
    ? new EngineFailure(silence, `no text came within ${limits.firstTokenTimeoutMs} ms`)
    : new EngineFailure(silence, `no further text came within ${limits.idleTimeoutMs} ms`);
}
