import { describe, expect, it } from 'vitest';
import {
  dueWarningSec,
  nextWarningInMs,
  reachedWarningSec,
} from '../../../../subgraphs/madre/windows/deadline/warning.ts';
import { isWindowOverdue, nextWindowDueInMs } from '../../../../subgraphs/madre/windows/state/window-due.ts';
import type { WindowRecord } from '../../../../subgraphs/madre/windows/record/window-record.ts';
import { aWindowRecord } from '../../../support/window-record.ts';

const OPEN = { state: 'OPEN', mode: 'TTL' } as const;

/** Of a window that was given so many seconds in all. */
function given(ttlSec: number, warnedSec: number | null = null): WindowRecord {
  return aWindowRecord({ ...OPEN, deadline: ttlSec * 1_000, warnedSec });
}

describe('a warning before the deadline', () => {
  it.each<[string, WindowRecord, number, number | undefined]>([
    ['is not due before its time', given(300), 60_001, undefined],
    ['is due 60 s before', given(300), 60_000, 60],
    ['comes once', given(300, 60), 59_000, undefined],
    ['comes again 10 s before', given(300, 60), 10_000, 10],
    ['comes once 10 s before, too', given(300, 10), 9_000, undefined],
    ['leaves out what was missed, as while madre was down', given(300), 5_000, 10],
    ['is left out where the window was not given more', given(60), 60_000, undefined],
    ['is left out where the window was given less', given(30), 25_000, undefined],
    ['comes 10 s before although the one before was left out', given(30), 10_000, 10],
    ['is left out 10 s before where the window was given 10 s', given(10), 10_000, undefined],
    ['does not come after the deadline', given(300), 0, undefined],
  ])('%s', (_title, window, leftMs, due) => {
    expect(dueWarningSec(window, leftMs)).toBe(due);
  });

  it.each<[string, WindowRecord, number | null, number | undefined]>([
    ['first the one of 60 s', given(300), 200_000, 140_000],
    ['then the one of 10 s', given(300), 60_000, 50_000],
    ['only that one where the other was sent', given(300, 60), 200_000, 190_000],
    ['none after both', given(300, 10), 9_000, undefined],
    ['none without a deadline', aWindowRecord({ ...OPEN, mode: 'HOLD' }), null, undefined],
  ])('is awaited: %s', (_title, window, leftMs, inMs) => {
    expect(nextWarningInMs(window, leftMs)).toBe(inMs);
  });

  it.each<[number, number | null]>([
    [200_000, null],
    [60_001, null],
    [60_000, 60],
    [10_001, 60],
    [10_000, 10],
  ])('counts as sent where an extension leaves %d ms: %s', (leftMs, warnedSec) => {
    expect(reachedWarningSec(leftMs)).toBe(warnedSec);
  });
});

describe('time alone changes windows', () => {
  const due = (window: WindowRecord, deadlineMs: number | null, startByMs: number) =>
    nextWindowDueInMs([window], () => ({ deadlineMs, startByMs }));

  it.each<[string, number | undefined, number | undefined]>([
    ['at the warning before the deadline', due(given(300), 100_000, -1), 40_000],
    ['at the deadline', due(given(300, 10), 4_000, -1), 4_000],
    [
      'at the end of what OPENING may take',
      due({ ...given(300), state: 'OPENING' }, 300_000, 30_000),
      30_000,
    ],
    ['at the end of the wait', due(aWindowRecord({ state: 'QUEUED' }), null, 3_600_000), 3_600_000],
    ['not while one is CLOSING', due({ ...given(300), state: 'CLOSING' }, 100_000, 10), undefined],
    ['not while one is held without a deadline', due(aWindowRecord(OPEN), null, -5), undefined],
    ['not by what is over already', due(given(300, 10), -4_000, -1), undefined],
  ])('%s', (_title, found, expected) => {
    expect(found).toBe(expected);
  });

  it('at the first instant of all', () => {
    const windows = [given(300, 10), given(200, 10), aWindowRecord({ state: 'QUEUED' })];
    const leftOf = ({ deadline }: WindowRecord) => ({ deadlineMs: deadline, startByMs: 3_600_000 });
    expect(nextWindowDueInMs(windows, leftOf)).toBe(200_000);
    expect(nextWindowDueInMs([], leftOf)).toBeUndefined();
  });
});

it.each<[string, number | null, number, boolean]>([
  ['nothing is before its time', 1, 1, false],
  ['a deadline that was reached', 0, 1, true],
  ['no deadline', null, 1, false],
])('something is overdue or not: %s', (_title, deadlineMs, startByMs, overdue) => {
  expect(isWindowOverdue([given(300)], () => ({ deadlineMs, startByMs }))).toBe(overdue);
});
