import type { LogExtent, LogFile } from './log-file.ts';

export interface LogFileLine {
  readonly text: string;
  /** Of the byte after the line. */
  readonly end: number;
}

export interface KeptLog {
  readonly file: LogFile;
  /** As it is now: a rotation may come between two reads. */
  readonly extent: () => LogExtent;
}

const NEWLINE = 10;
const CHUNK_BYTES = 65_536;
const LAST_WINDOW_BYTES = 1_048_576;

/**
 * Whole lines between two positions, read in chunks; one longer than a chunk comes in pieces of a chunk. Where the beginning is not
 * kept any more it begins with the oldest whole line that is.
 */
export function* linesBetween(log: KeptLog, from: number, to: number): Generator<LogFileLine, void> {
  let position = from;
  for (;;) {
    if (position < log.extent().start) position = wholeLineFrom(log, log.extent().start, to);
    if (position >= to) return;
    const lines = linesIn(
      log.file.read(log.extent(), position, Math.min(CHUNK_BYTES, to - position)),
      position,
    );
    if (lines.length === 0) return;
    yield* lines;
    position = lines.at(-1)?.end ?? to;
  }
}

/** The newest whole lines before a position, oldest first, among the last megabyte. `from`: where the first of them begins. */
export function lastLines(
  log: KeptLog,
  to: number,
  limit: number,
): { readonly lines: readonly LogFileLine[]; readonly from: number } {
  const { start } = log.extent();
  for (let window = CHUNK_BYTES; ; window *= 4) {
    const begin = wholeLineFrom(log, Math.max(start, to - window), to);
    const lines = [...linesBetween(log, begin, to)];
    if (lines.length <= limit && to - window > start && window < LAST_WINDOW_BYTES) continue;
    const cut = Math.max(0, lines.length - limit);
    return { lines: lines.slice(cut), from: lines[cut - 1]?.end ?? begin };
  }
}

/** The position itself where a line begins there, else where the next one does, or the next piece of one too long; else `to`. */
function wholeLineFrom(log: KeptLog, position: number, to: number): number {
  const extent = log.extent();
  if (position === 0 || position >= to) return Math.min(position, to);
  // The byte before what is kept is not known: the line may have lost its beginning.
  const from = position > extent.start ? position - 1 : position;
  const bytes = log.file.read(extent, from, Math.min(CHUNK_BYTES, to - from));
  const newline = bytes.indexOf(NEWLINE);
  if (newline >= 0) return from + newline + 1;
  return bytes.length < CHUNK_BYTES ? to : from + bytes.length;
}

function linesIn(bytes: Buffer, position: number): readonly LogFileLine[] {
  const lines: LogFileLine[] = [];
  let begin = 0;
  for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, begin)) {
    lines.push({ text: bytes.toString('utf8', begin, end), end: position + end + 1 });
    begin = end + 1;
  }
  if (begin > 0 || bytes.length < CHUNK_BYTES) return lines;
  const cut = characterStart(bytes, CHUNK_BYTES);
  return [{ text: bytes.toString('utf8', 0, cut), end: position + cut }];
}

/** The nearest place before `end` where no UTF-8 character is cut: its later bytes begin with the bits 10. */
function characterStart(bytes: Buffer, end: number): number {
  for (let cut = end - 1; cut > end - 4; cut -= 1)
    if (((bytes[cut] ?? 0) & 0xc0) !== 0x80) return (bytes[cut] ?? 0) < 0x80 ? end : cut;
  return end;
}
