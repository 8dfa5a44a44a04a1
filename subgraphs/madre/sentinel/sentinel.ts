import { sleep, type Clock } from '../../../platform/clock.ts';
import type { Logger } from '../../../platform/log.ts';
import { isLive } from '../windows/record/window-record.ts';
import { createGuardedWindows } from './guarded-windows.ts';
import type { GuardedService } from './watch/heartbeat-content.ts';
import { createMadreWatch, type MadreLook } from './watch/madre-watch.ts';
import {
  hasDeadlineAhead,
  overdueServices,
  whyOverdue,
  type GuardedWindow,
  type WhyOverdue,
} from './stops/overdue-services.ts';

import type * as TakeOver from './take-over.ts';

/** While nothing is due, what runs is looked at this often all the same. */
const RESYNC_MS = 10_000;
/** A sentinel that madre started stays for so long without a window: it saves making one for each short window. */
const LINGER_MS = 30_000;

export interface SentinelOptions {
  readonly dataDir: string;
  /** As madre gave it; undefined: runs for ever, whichever madre comes and goes. */
  readonly id: string | undefined;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * While madre's heartbeat is silent for longer than its grace: stops what no window with a deadline in the future holds. Starts
 * nothing, changes no window, and leaves everything to her as soon as she beats again. Resolves with why it is not needed any
 * more; rejects with the signal's reason.
 */
export async function runSentinel(options: SentinelOptions, signal: AbortSignal): Promise<string> {
  const { clock, id } = options;
  const lookAtMadre = createMadreWatch(options);
  const readWindows = createGuardedWindows(options);
  let windowSeenAt = clock.monotonic();
  let nextStopAt = -Infinity;

  /** A beat is the time to learn of windows, so that their deadlines count on this process' own clock too. */
  async function learn(): Promise<string | undefined> {
    nextStopAt = -Infinity;
    const windows = await readWindows();
    if (windows.some(isLive)) windowSeenAt = clock.monotonic();
    return clock.monotonic() - windowSeenAt > LINGER_MS ? 'no window is open' : undefined;
  }

  async function standIn(look: MadreLook): Promise<string | undefined> {
    const power = look.told?.power ?? null;
    if (clock.monotonic() < nextStopAt || power === null) return undefined;
    const windows = await readWindows();
    const due = overdueServices(power.services, windows);
    const why = ({ name }: GuardedService): WhyOverdue => whyOverdue(name, windows);
    const isSilent = (): boolean => look.isStillSilent();
    const left = due.length === 0 ? [] : await stopAll(due, { ...options, power, why, isSilent }, signal);
    if (left.length === 0 && !hasDeadlineAhead(windows)) return 'nothing is left to stop';
    nextStopAt = left.length > 0 ? -Infinity : clock.monotonic() + untilNextDeadlineMs(windows);
    return undefined;
  }

  for (;;) {
    const look = lookAtMadre();
    const replaced = id === undefined ? undefined : whyReplaced(id, look);
    if (replaced !== undefined) return replaced;
    const done = await attempt(options, signal, async () => {
      if (look.isAway) return standIn(look);
      return look.hasBeaten ? learn() : undefined;
    });
    if (id !== undefined && done !== undefined) return done;
    await sleep(clock, look.everyMs, signal);
  }
}

/** Loaded when needed: a sentinel that never has to act stays small. */
async function stopAll(...order: Parameters<typeof TakeOver.takeOver>): Promise<readonly string[]> {
  const { takeOver } = await import('./take-over.ts');
  return takeOver(...order);
}

function whyReplaced(id: string, { isClosed, told }: MadreLook): string | undefined {
  if (isClosed) return 'madre closed in order';
  return told !== undefined && told.sentinelId !== id ? 'another sentinel was started' : undefined;
}

function untilNextDeadlineMs(windows: readonly GuardedWindow[]): number {
  const ahead = windows.flatMap(({ leftMs }) => (leftMs !== null && leftMs > 0 ? [leftMs] : []));
  return Math.min(RESYNC_MS, ...ahead);
}

/** What cannot be read now is read at the next look; meanwhile nothing is stopped. */
async function attempt<T>(
  { log }: SentinelOptions,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    log.warn({ err: error }, 'a look failed; the next one follows');
    return undefined;
  }
}
