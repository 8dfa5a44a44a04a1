import type { Clock } from './clock.ts';

/** Time that moves only when told. For tests, and for replaying what happened. */
export interface ManualClock extends Clock {
  /**
   * Moves both clocks on, running each timer at its own instant in time order, timers that they set included. Promise chains
   * and immediate I/O callbacks settle before each timer and at the end. Do not call it while another call is pending.
   */
  advance(ms: number): Promise<void>;
  /** Sets the wall clock alone, as an administrator or NTP does; timers are not moved by it. */
  setWallClock(instantMs: number): void;
  /** How many timers wait. */
  readonly pendingTimers: number;
}

interface Timer {
  readonly dueAt: number;
  readonly task: () => void;
}

export function createManualClock(startMs = Date.UTC(2026, 0, 1)): ManualClock {
  let monotonicMs = 0;
  let wallOffsetMs = startMs;
  const timers = new Set<Timer>();

  function earliest(untilMs: number): Timer | undefined {
    let found: Timer | undefined;
    // Sets iterate in the order of insertion, so of equal instants the timer set first wins.
    for (const timer of timers)
      if (timer.dueAt <= untilMs && (found === undefined || timer.dueAt < found.dueAt)) found = timer;
    return found;
  }

  return {
    now: () => monotonicMs + wallOffsetMs,
    monotonic: () => monotonicMs,
    after(delayMs, task) {
      const timer = { dueAt: monotonicMs + Math.max(0, delayMs), task };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async advance(ms) {
      const untilMs = monotonicMs + ms;
      await settle();
      for (let timer = earliest(untilMs); timer !== undefined; timer = earliest(untilMs)) {
        timers.delete(timer);
        monotonicMs = timer.dueAt;
        timer.task();
        await settle();
      }
      monotonicMs = untilMs;
    },
    setWallClock(instantMs) {
      wallOffsetMs = instantMs - monotonicMs;
    },
    get pendingTimers() {
      return timers.size;
    },
  };
}

/** Each turn of the event loop runs every promise chain to its end; what waits for a turn itself, as each start of a chain, gets its own. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}
