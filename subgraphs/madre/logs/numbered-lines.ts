import type { RuntimeLogLine } from '../runtimes/runtime.ts';
import type { LogCursor, LogCursors } from './log-cursors.ts';

/** A line with its number: one more than that of the line before it, for everybody and for as long as the log keeps it. */
export interface NumberedLine extends RuntimeLogLine {
  readonly seq: number;
}

/** Where a stream begins: these lines first, then what the runtime has after `after`; undefined: what comes at all. */
export interface LogStart {
  readonly lines: readonly NumberedLine[];
  readonly after: string | undefined;
  readonly nextSeq: number;
}

/** One service's log, read within limits. */
export interface LogReader {
  /** The newest whole lines, oldest first. */
  tail(count: number): Promise<readonly RuntimeLogLine[]>;
  /** Lines after the cursor, or from the oldest one kept, up to the line `until` and no more than `limit`. */
  after(cursor: string, until: string, limit: number): Promise<readonly RuntimeLogLine[]>;
  /** How many lines after the first cursor the second one is, where it is one and was found in time. */
  distance(from: string, to: string): Promise<number | undefined>;
}

export const LARGEST_TAIL = 5_000;
/** So many numbers are left free before the first line, for older ones that a longer tail shows. */
const FIRST_SEQ = LARGEST_TAIL + 1;
/** Where the log went on unseen, numbers jump further than any tail and any unkept cursor reach. */
const JUMP = LARGEST_TAIL + 1_000;

/** The newest `tail` lines and what follows. */
export async function startAtTail(log: LogReader, cursors: LogCursors, tail: number): Promise<LogStart> {
  // Two at least: a pair can be found again.
  const newest = await numberTail(log, cursors, Math.max(tail, 2));
  if (newest.length === 0) return { lines: [], after: undefined, nextSeq: await freeSeq(cursors) };
  return startAfter(newest, tail === 0 ? [] : newest.slice(-tail));
}

/** What follows the line with the number `afterSeq`; at the tail where there is no such line. */
export async function startAfterSeq(
  log: LogReader,
  cursors: LogCursors,
  { afterSeq, tail }: { readonly afterSeq: number; readonly tail: number },
): Promise<LogStart> {
  const [newest] = await log.tail(1);
  const pair = await cursors.pairFor(afterSeq);
  if (newest === undefined || pair === undefined) return startAtTail(log, cursors, tail);
  const read =
    pair[0].cursor === newest.cursor ? [] : await log.after(pair[0].cursor, newest.cursor, LARGEST_TAIL);
  // Of lines that nobody numbered there are more than can be read here, or the numbers are of another log: the newest are told.
  const lines = (await numberKnown(cursors, read)) ?? (await numberTail(log, cursors, LARGEST_TAIL));
  const last = lines.at(-1);
  if (last === undefined || last.seq < afterSeq) return startAtTail(log, cursors, tail);
  return startAfter(
    lines,
    lines.filter(({ seq }) => seq > afterSeq),
  );
}

function startAfter(read: readonly NumberedLine[], lines: readonly NumberedLine[]): LogStart {
  const last = read.at(-1);
  return { lines, after: last?.cursor, nextSeq: (last?.seq ?? 0) + 1 };
}

/** By a line among them that has a number, else by counting from one that has, else anew. */
async function numberTail(
  log: LogReader,
  cursors: LogCursors,
  tail: number,
): Promise<readonly NumberedLine[]> {
  const lines = await log.tail(tail);
  const numbered =
    (await numberKnown(cursors, lines)) ?? numberFrom(lines, await countedSeq(log, cursors, lines[0]));
  const [first] = numbered;
  const kept = [...numbered.slice(0, 2), ...numbered.slice(-2)].map(toCursor);
  const isOnly = first !== undefined && lines.length === 1;
  await cursors.keep(isOnly ? [beforeOldest(first.seq), ...kept] : kept);
  return numbered;
}

async function numberKnown(
  cursors: LogCursors,
  lines: readonly RuntimeLogLine[],
): Promise<readonly NumberedLine[] | undefined> {
  const known = lines.length === 0 ? undefined : await cursors.among(lines.map(({ cursor }) => cursor));
  if (known === undefined) return undefined;
  return numberFrom(lines, known.seq - lines.findIndex(({ cursor }) => cursor === known.cursor));
}

async function countedSeq(
  log: LogReader,
  cursors: LogCursors,
  first: RuntimeLogLine | undefined,
): Promise<number> {
  const pair = await cursors.pairFor(Number.MAX_SAFE_INTEGER);
  if (pair === undefined || first === undefined) return freeSeq(cursors);
  const [from, next] = pair;
  const isKept = (await log.after(from.cursor, next.cursor, 1))[0]?.cursor === next.cursor;
  const distance = isKept ? await log.distance(next.cursor, first.cursor) : undefined;
  return distance === undefined ? freeSeq(cursors) : next.seq + distance;
}

async function freeSeq(cursors: LogCursors): Promise<number> {
  const newest = await cursors.newest();
  return newest === undefined ? FIRST_SEQ : newest + JUMP;
}

/** What follows a cursor that no log has is the oldest line: with this before it, also a log of one line has a pair. */
export function beforeOldest(seq: number): LogCursor {
  return { seq: seq - 1, cursor: '' };
}

function numberFrom(lines: readonly RuntimeLogLine[], seq: number): readonly NumberedLine[] {
  return lines.map((line, index) => ({ ...line, seq: seq + index }));
}

function toCursor({ seq, cursor }: NumberedLine): LogCursor {
  return { seq, cursor };
}
