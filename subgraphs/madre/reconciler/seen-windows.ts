import type { Clock } from '../../../platform/clock.ts';
import type { WindowRecord } from '../windows/window-record.ts';
import {
  timeLeft,
  timesAfterExtension,
  timesAtFirstSight,
  type TimeLeft,
  type WindowTimes,
} from '../windows/window-times.ts';

/** When this process saw each window first, so that setting the wall clock back lengthens none. */
export interface SeenWindows {
  timesOf(window: WindowRecord): WindowTimes;
  leftOf(window: WindowRecord): TimeLeft;
  /** Forgets all others. */
  keepOnly(windows: readonly WindowRecord[]): void;
}

export function createSeenWindows(clock: Clock): SeenWindows {
  const times = new Map<string, WindowTimes>();
  const now = () => ({ wall: clock.now(), monotonic: clock.monotonic() });

  function timesOf(window: WindowRecord): WindowTimes {
    const known = times.get(window.id);
    const next = known === undefined ? timesAtFirstSight(window, now()) : timesAfterExtension(known, window);
    times.set(window.id, next);
    return next;
  }

  return {
    timesOf,
    leftOf: (window) => timeLeft(window, timesOf(window), now()),
    keepOnly(windows) {
      const ids = new Set(windows.map(({ id }) => id));
      for (const id of times.keys()) if (!ids.has(id)) times.delete(id);
    },
  };
}
