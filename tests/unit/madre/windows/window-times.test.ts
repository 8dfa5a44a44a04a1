import { describe, expect, it } from 'vitest';
import {
  timeLeft,
  timesAfterChange,
  timesAtFirstSight,
  usedMsOf,
} from '../../../../subgraphs/madre/windows/deadline/window-times.ts';

const HOUR = 3_600_000;
const CREATED = 10 * HOUR;
const window = {
  createdAt: CREATED,
  admittedAt: CREATED,
  startBy: CREATED + 30_000,
  deadline: CREATED + 60_000,
  usedMs: 0,
};
const seen = timesAtFirstSight(window, { wall: CREATED + 1_000, monotonic: 501_000 });

describe('what a window has left', () => {
  it.each<[string, number, number, number, number]>([
    ['counts down on both clocks', CREATED + 11_000, 511_000, 49_000, 19_000],
    ['is not lengthened by a wall clock that was set back', CREATED - HOUR, 511_000, 49_000, 19_000],
    [
      'is over when the wall clock says so, as after the sleep of the machine',
      CREATED + HOUR,
      511_000,
      60_000 - HOUR,
      30_000 - HOUR,
    ],
    ['is over when the time has passed that no clock can be set in', CREATED - HOUR, 560_000, 0, -30_000],
  ])('%s', (_title, wall, monotonic, deadlineMs, startByMs) => {
    expect(timeLeft(window, seen, { wall, monotonic })).toEqual({ deadlineMs, startByMs });
  });

  it('is never more than it was given in all, should the clock stand back at the first sight', () => {
    const times = timesAtFirstSight(window, { wall: CREATED - HOUR, monotonic: 500_000 });
    expect(timeLeft(window, times, { wall: CREATED - HOUR, monotonic: 500_000 })).toEqual({
      deadlineMs: 60_000,
      startByMs: 30_000,
    });
  });

  it('is less by what was used up before, should the clock stand back at the first sight of another madre', () => {
    const now = { wall: CREATED - HOUR, monotonic: 1_000 };
    const times = timesAtFirstSight({ ...window, usedMs: 20_000 }, now);
    expect(timeLeft(window, times, now).deadlineMs).toBe(40_000);
    expect(usedMsOf(times, { monotonic: 6_000.5 })).toBe(25_000);
  });

  it('grows by what an extension adds, whatever was done to the wall clock before', () => {
    const extended = { ...window, deadline: window.deadline + 7_000 };
    const now = { wall: CREATED - HOUR, monotonic: 511_000 };
    expect(timeLeft(extended, timesAfterChange(seen, extended, now), now).deadlineMs).toBe(56_000);
  });

  it('begins anew when it is admitted, however long it waited and wherever the clock stands', () => {
    const waiting = {
      createdAt: CREATED,
      admittedAt: null,
      startBy: CREATED + HOUR,
      deadline: null,
      usedMs: 0,
    };
    const waits = timesAtFirstSight(waiting, { wall: CREATED, monotonic: 500_000 });
    expect(timeLeft(waiting, waits, { wall: CREATED, monotonic: 500_000 })).toEqual({
      deadlineMs: null,
      startByMs: HOUR,
    });
    const now = { wall: CREATED + 2_000, monotonic: 1_500_000 };
    const admitted = {
      ...waiting,
      admittedAt: now.wall,
      startBy: now.wall + 30_000,
      deadline: now.wall + 60_000,
    };
    const times = timesAfterChange(waits, admitted, now);
    expect(timeLeft(admitted, times, { wall: now.wall - HOUR, monotonic: now.monotonic + 5_000 })).toEqual({
      deadlineMs: 55_000,
      startByMs: 25_000,
    });
  });

  it('has no end in mode HOLD', () => {
    const hold = { ...window, deadline: null };
    const now = { wall: CREATED, monotonic: 500_000 };
    expect(timeLeft(hold, timesAtFirstSight(hold, now), now).deadlineMs).toBeNull();
  });
});
