/** By `atMs` the two streams of a service were seen to reach these positions. A line belongs to the first mark that reaches its end. */
export interface LogMark {
  readonly atMs: number;
  readonly out: number;
  readonly err: number;
}

export type LogPosition = Pick<LogMark, 'out' | 'err'>;

/** Growth within this time is one growth, where only one stream grew: no order is lost with it. */
const TOGETHER_MS = 20;
/** Beyond it the older half goes, and lines from before are ordered by stream. */
export const MARK_LIMIT = 16_384;

/** Adds in place. A mark that was there keeps its time and its order; it may only reach further. One that reaches back is none. */
export function addMark(marks: LogMark[], next: LogMark): void {
  const [before, last] = [marks.at(-2), marks.at(-1)];
  if (last !== undefined && (next.out < last.out || next.err < last.err)) return;
  if (last !== undefined && isTogether(before ?? { out: 0, err: 0 }, last, next))
    marks[marks.length - 1] = { ...next, atMs: last.atMs };
  else marks.push(next);
  if (marks.length > MARK_LIMIT) marks.splice(0, MARK_LIMIT / 2);
}

/** Index of the first mark past the position in any stream; the number of marks where there is none. */
export function firstPast(marks: readonly LogMark[], position: Partial<LogPosition>): number {
  let [low, high] = [0, marks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const mark = marks[middle];
    const isPast =
      mark !== undefined && (mark.out > (position.out ?? Infinity) || mark.err > (position.err ?? Infinity));
    if (isPast) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Those that lines after these positions belong to, and the last one. */
export function marksFrom(marks: readonly LogMark[], start: LogPosition): LogMark[] {
  return marks.filter((mark, index) => {
    const before = marks[index - 1] ?? { out: 0, err: 0 };
    const isOfOut = mark.out > before.out && mark.out > start.out;
    const isOfErr = mark.err > before.err && mark.err > start.err;
    return isOfOut || isOfErr || index === marks.length - 1;
  });
}

function isTogether(before: LogPosition, last: LogMark, next: LogMark): boolean {
  const outOnly = before.err === last.err && last.err === next.err;
  const errOnly = before.out === last.out && last.out === next.out;
  return next.atMs - last.atMs <= TOGETHER_MS && next.atMs >= last.atMs && (outOnly || errOnly);
}
