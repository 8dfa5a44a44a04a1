import type { LogStream } from './log-index.ts';
import type { LogFileLine } from './log-lines.ts';
import { firstPast, type LogMark, type LogPosition } from './log-marks.ts';

/** A line and what of both streams lies before its end. */
export interface MergedLine extends LogMark {
  readonly stream: LogStream;
  readonly text: string;
}

export interface Newest {
  readonly lines: readonly LogFileLine[];
  /** Where the first of them begins, or would. */
  readonly from: number;
  /** Whether there are lines before them. */
  readonly isCut: boolean;
}

/** The newest lines of two streams as one log, oldest first, in the order that following it gives. `place`: what lies before the rest. */
export function mergeLines(
  newest: Readonly<Record<LogStream, Newest>>,
  marks: readonly LogMark[],
): { readonly lines: readonly MergedLine[]; readonly place: LogPosition } {
  const merged = [...ordered('out', newest.out, marks), ...ordered('err', newest.err, marks)];
  // A stable sort: stdout stays before stderr within a mark.
  merged.sort((one, other) => one.mark - other.mark);
  const place = { out: newest.out.from, err: newest.err.from };
  const lines = merged.map(({ stream, text, end, mark }) => {
    place[stream] = end;
    return { stream, text, atMs: marks[mark]?.atMs ?? 0, ...place };
  });
  return { lines: lines.slice(Math.max(firstOf('out'), firstOf('err'))), place };

  /** What lies between a line of the other stream and the ones that were cut off is not known. */
  function firstOf(stream: LogStream): number {
    return newest[stream].isCut
      ? Math.max(
          0,
          merged.findIndex((line) => line.stream === stream),
        )
      : 0;
  }
}

interface OrderedLine extends LogFileLine {
  readonly stream: LogStream;
  readonly mark: number;
}

function ordered(stream: LogStream, { lines }: Newest, marks: readonly LogMark[]): readonly OrderedLine[] {
  return lines.map((line) => ({ ...line, stream, mark: firstPast(marks, { [stream]: line.end - 1 }) }));
}
