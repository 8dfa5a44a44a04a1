import type { WindowRecord } from '../record/window-record.ts';

/** One moment on both clocks. */
export interface Moment {
  /** Milliseconds since the epoch; jumps when the machine's time is set. */
  readonly wall: number;
  /** Milliseconds that only this process knows, and nobody can set. */
  readonly monotonic: number;
}

type TimedWindow = Pick<WindowRecord, 'createdAt' | 'admittedAt' | 'startBy' | 'deadline' | 'usedMs'>;

/** What a window's instants are in the monotonic time of this process, as computed when it first saw the window. */
export interface WindowTimes {
  readonly seenAt: number;
  /** Milliseconds that it had used up before. */
  readonly usedMs: number;
  /** Of the record: what was computed for a window that waits is void once it was admitted. */
  readonly admittedAt: number | null;
  readonly startByAt: number;
  /** The deadline that `deadlineAt` stands for. */
  readonly deadline: number | null;
  readonly deadlineAt: number | null;
}

/** Milliseconds, by the clock that leaves less; zero or less: over. */
export interface TimeLeft {
  /** Null for mode HOLD, and while QUEUED. */
  readonly deadlineMs: number | null;
  /** Of OPENING, or of the wait of a QUEUED one. */
  readonly startByMs: number;
}

/** A window beyond its deadline, or one that did not open in time, holds nothing, whether or not that could be written yet. */
export function isTimeOver(
  { state, closure }: Pick<WindowRecord, 'state' | 'closure'>,
  { deadlineMs, startByMs }: TimeLeft,
  isReady: (service: string) => boolean,
): boolean {
  if (deadlineMs !== null && deadlineMs <= 0) return true;
  return state === 'OPENING' && startByMs <= 0 && !closure.every(isReady);
}

/** Wherever the wall clock stands, a window has no more left than it was given in all, less what it is known to have used up. */
export function timesAtFirstSight(window: TimedWindow, now: Moment): WindowTimes {
  const { deadline, admittedAt, usedMs } = window;
  const monotonicOf = (instant: number): number =>
    now.monotonic + Math.min(instant - now.wall, instant - (admittedAt ?? window.createdAt) - usedMs);
  return {
    seenAt: now.monotonic,
    usedMs,
    admittedAt,
    startByAt: monotonicOf(window.startBy),
    deadline,
    deadlineAt: deadline === null ? null : monotonicOf(deadline),
  };
}

/** An extension adds the same to both clocks, whatever was done to one of them meanwhile. An admission begins anew. */
export function timesAfterChange(times: WindowTimes, window: TimedWindow, now: Moment): WindowTimes {
  const { deadline } = window;
  if (window.admittedAt !== times.admittedAt) return timesAtFirstSight(window, now);
  if (deadline === null || times.deadline === null || times.deadlineAt === null) return times;
  return { ...times, deadline, deadlineAt: times.deadlineAt + (deadline - times.deadline) };
}

/** What it has used up of its ttl by now, as far as the time that nobody can set tells. */
export function usedMsOf(
  times: Pick<WindowTimes, 'seenAt' | 'usedMs'>,
  now: Pick<Moment, 'monotonic'>,
): number {
  return times.usedMs + Math.floor(now.monotonic - times.seenAt);
}

/** Both clocks count, so that neither one set back nor a machine that slept keeps a window open. */
export function timeLeft(window: TimedWindow, times: WindowTimes, now: Moment): TimeLeft {
  const { deadline, startBy } = window;
  return {
    deadlineMs:
      deadline === null || times.deadlineAt === null
        ? null
        : Math.min(deadline - now.wall, times.deadlineAt - now.monotonic),
    startByMs: Math.min(startBy - now.wall, times.startByAt - now.monotonic),
  };
}
