import type { LogFrame } from './docker-log-frames.ts';
import type { RuntimeLogLine } from '../../runtime.ts';

/** Which line of a container's log: its stream, its time, and its number among those of the same time in that stream. */
export interface LogPlace {
  readonly stream: RuntimeLogLine['stream'];
  readonly stamp: string;
  readonly ordinal: number;
}

export interface PlacedLine {
  readonly line: RuntimeLogLine;
  readonly place: LogPlace;
}

const FORM = /^([oe])(\d+)@(\d{4}-\d\d-\d\dT[\d:.]{8,18}Z)$/;

/** Numbers lines of equal time, which come one after the other within a stream. */
export function linePlacer(): (frame: LogFrame) => PlacedLine {
  const last = { STDOUT: { stamp: '', ordinal: 0 }, STDERR: { stamp: '', ordinal: 0 } };
  return ({ stream, stamp, text }) => {
    const ordinal = last[stream].stamp === stamp ? last[stream].ordinal + 1 : 0;
    last[stream] = { stamp, ordinal };
    const cursor = `${stream === 'STDERR' ? 'e' : 'o'}${ordinal}@${stamp}`;
    return { line: { atMs: Date.parse(stamp), stream, text, cursor }, place: { stream, stamp, ordinal } };
  };
}

/** Undefined for what no runtime of this kind has written. */
export function parsePlace(cursor: string): LogPlace | undefined {
  const [, letter, ordinal, stamp] = FORM.exec(cursor) ?? [];
  if (stamp === undefined || Number.isNaN(Date.parse(stamp))) return undefined;
  return { stream: letter === 'e' ? 'STDERR' : 'STDOUT', ordinal: Number(ordinal), stamp };
}

/** The two streams are stored in the order they came in, in which their times may differ by less than this. */
export const STREAMS_APART_MS = 1_000;
const HELD_LIMIT = 1_000;

/**
 * Lets through what is stored after the line at `after`, of a log that is read from STREAMS_APART_MS before it. Where that line is not
 * kept any more, which the first later line of its stream shows, all that is later goes through. The last call is without a line.
 */
export function linesAfter(after: LogPlace | undefined): (next?: PlacedLine) => readonly RuntimeLogLine[] {
  let isPast = after === undefined;
  /** Lines of the other stream that are later by their time, and may be stored before. */
  let held: RuntimeLogLine[] = [];
  const release = (): readonly RuntimeLogLine[] => {
    isPast = true;
    const released = held;
    held = [];
    return released;
  };
  return (next) => {
    if (next === undefined) return release();
    if (isPast || after === undefined) return [next.line];
    const order = compare(next.place, after);
    if (next.place.stream === after.stream && order === 0) {
      held = [];
      isPast = true;
      return [];
    }
    if (order <= 0) return [];
    if (next.place.stream === after.stream || held.length >= HELD_LIMIT || isFarFrom(next.place, after))
      return [...release(), next.line];
    held.push(next.line);
    return [];
  };
}

function compare(one: LogPlace, other: LogPlace): number {
  if (one.stamp !== other.stamp) return one.stamp < other.stamp ? -1 : 1;
  return one.stream === other.stream ? one.ordinal - other.ordinal : 0;
}

function isFarFrom(one: LogPlace, other: LogPlace): boolean {
  return Date.parse(one.stamp) - Date.parse(other.stamp) > STREAMS_APART_MS;
}
