import { describe, expect, test } from 'vitest';
import {
  addMark,
  firstPast,
  marksFrom,
  MARK_LIMIT,
  type LogMark,
} from '../../../../subgraphs/madre/runtimes/process/logs/log-marks.ts';

const at = (atMs: number, out: number, err: number): LogMark => ({ atMs, out, err });

describe('marks of a log', () => {
  test.each([
    [
      'of one stream within 20 ms are one, with the time of the first',
      [at(0, 1, 0), at(20, 2, 0)],
      [at(0, 2, 0)],
    ],
    ['of one stream later are two', [at(0, 1, 0), at(21, 2, 0)], [at(0, 1, 0), at(21, 2, 0)]],
    [
      'of both streams stay apart: their order would be lost',
      [at(0, 1, 0), at(1, 1, 1), at(2, 2, 1)],
      [at(0, 1, 0), at(1, 1, 1), at(2, 2, 1)],
    ],
    ['that reach further in both are not joined', [at(0, 1, 0), at(1, 2, 1)], [at(0, 1, 0), at(1, 2, 1)]],
    [
      'before a clock that was set back are not joined',
      [at(9, 1, 0), at(0, 2, 0)],
      [at(9, 1, 0), at(0, 2, 0)],
    ],
    ['that reach back are none', [at(0, 5, 5), at(30, 4, 6)], [at(0, 5, 5)]],
  ])('%s', (_title, added, kept) => {
    const marks: LogMark[] = [];
    for (const each of added) addMark(marks, each);
    expect(marks).toEqual(kept);
  });

  test('are bounded: the older half goes', () => {
    const marks: LogMark[] = [];
    for (let index = 1; index <= MARK_LIMIT + 1; index += 1) addMark(marks, at(index * 100, index, 0));
    expect(marks).toHaveLength(MARK_LIMIT / 2 + 1);
    expect(marks.at(-1)).toEqual(at((MARK_LIMIT + 1) * 100, MARK_LIMIT + 1, 0));
  });

  test('of what is not kept any more go, and the last one stays', () => {
    const marks = [at(0, 0, 1), at(1, 5, 1), at(2, 9, 1), at(3, 9, 2)];
    expect(marksFrom(marks, { out: 5, err: 1 })).toEqual(marks.slice(2));
    expect(marksFrom(marks, { out: 5, err: 0 })).toEqual([marks[0], ...marks.slice(2)]);
    expect(marksFrom(marks, { out: 9, err: 2 })).toEqual(marks.slice(3));
  });

  test.each([
    [{ out: 0, err: 0 }, 0],
    [{ out: 5, err: 0 }, 1],
    [{ out: 5, err: 3 }, 2],
    [{ out: 9, err: 3 }, 3],
    [{ err: 2 }, 1],
    [{ out: 8 }, 2],
  ])('past %o begin with the one of index %i', (position, index) => {
    expect(firstPast([at(0, 5, 0), at(1, 5, 3), at(2, 9, 3)], position)).toBe(index);
  });
});
