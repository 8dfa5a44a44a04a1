import type { Clock } from '../../../platform/clock.ts';
import type { WindowRecord } from '../windows/record/window-record.ts';
import {
  timeLeft,
  timesAfterChange,
  timesAtFirstSight,
  usedMsOf,
  type TimeLeft,
  type WindowTimes,
} from '../windows/deadline/window-times.ts';

/** When this process saw each window first, so that setting the wall clock back lengthens none. */
export interface SeenWindows {
  timesOf(window: WindowRecord): WindowTimes;
  leftOf(window: WindowRecord): TimeLeft;
  /** The same for whoever only reads: it may be asked about a window as it was. */
  peekLeft(window: WindowRecord): TimeLeft;
  /** What a live window has used up of its ttl, at least. */
  usedMsOf(window: WindowRecord): number;
  /** Forgets all others. */
  keepOnly(windows: readonly WindowRecord[]): void;
}

export function createSeenWindows(clock: Clock): SeenWindows {
  const times = new Map<string, WindowTimes>();
  const now = () => ({ wall: clock.now(), monotonic: clock.monotonic() });

  function peek(window: WindowRecord): WindowTimes {
    const known = times.get(window.id);
    return known === undefined ? timesAtFirstSight(window, now()) : timesAfterChange(known, window, now());
  }

  function timesOf(window: WindowRecord): WindowTimes {
    const next = peek(window);
    times.set(window.id, next);
    return next;
  }

  return {
    timesOf,
    leftOf: (window) => timeLeft(window, timesOf(window), now()),
    peekLeft: (window) => timeLeft(window, peek(window), now()),
    usedMsOf: (window) => usedMsOf(peek(window), now()),
    keepOnly(windows) {
      const ids = new Set(windows.map(({ id }) => id));
      for (const id of times.keys()) if (!ids.has(id)) times.delete(id);
    },
  };
}
