import type { RuntimeLogLine } from '../../runtime.ts';

/** One line as the engine keeps it; a very long one comes in several. */
export interface LogFrame {
  readonly stream: RuntimeLogLine['stream'];
  /** RFC 3339 with nanoseconds, in UTC: these sort as text. */
  readonly stamp: string;
  readonly text: string;
}

const HEADER_BYTES = 8;
const STDERR = 2;
/** The engine itself cuts lines at 16 KB. */
const FRAME_LIMIT_BYTES = 1_048_576;

/**
 * Reads a log that was asked for with timestamps, chunk by chunk wherever the chunks end: a header of eight bytes (stream, three
 * zeros, length) before each frame. A terminal's log has no headers and one stream. What is unfinished waits for the next chunk.
 */
export function logFrameReader(hasTerminal: boolean): (chunk: Buffer) => readonly LogFrame[] {
  const read = hasTerminal ? readLines : readFrames;
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const { frames, end } = read(bytes);
    rest = bytes.subarray(end);
    if (rest.length > FRAME_LIMIT_BYTES) throw new Error('a line of the log is longer than the limit');
    return frames;
  };
}

interface Read {
  readonly frames: readonly LogFrame[];
  /** Of what was understood. */
  readonly end: number;
}

function readFrames(bytes: Buffer): Read {
  const frames: LogFrame[] = [];
  let start = 0;
  while (start + HEADER_BYTES <= bytes.length) {
    const end = start + HEADER_BYTES + bytes.readUInt32BE(start + 4);
    if (end > bytes.length) break;
    const stream = bytes[start] === STDERR ? 'STDERR' : 'STDOUT';
    frames.push(...framesOf(bytes.toString('utf8', start + HEADER_BYTES, end), stream));
    start = end;
  }
  return { frames, end: start };
}

function readLines(bytes: Buffer): Read {
  const end = bytes.lastIndexOf('\n') + 1;
  return { frames: framesOf(bytes.toString('utf8', 0, end), 'STDOUT'), end };
}

function framesOf(payload: string, stream: LogFrame['stream']): LogFrame[] {
  const lines = payload.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const space = line.indexOf(' ');
    return { stream, stamp: line.slice(0, space), text: line.slice(space + 1).replace(/\r$/, '') };
  });
}
