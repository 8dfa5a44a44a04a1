import type { RuntimeLogLine } from '../runtime.ts';

const HEADER_BYTES = 8;
const STDERR = 2;

/**
 * Lines of the engine's multiplexed log, asked for with timestamps: a header of eight bytes (stream, three zeros,
 * length) before each frame. A terminal's log has no headers and one stream. A torn frame at the end is left out.
 */
export function readLogFrames(log: Buffer, hasTerminal: boolean): readonly RuntimeLogLine[] {
  if (hasTerminal) return linesOf(log, 'STDOUT');
  const lines: RuntimeLogLine[] = [];
  let start = 0;
  while (start + HEADER_BYTES <= log.length) {
    const end = start + HEADER_BYTES + log.readUInt32BE(start + 4);
    if (end > log.length) break;
    lines.push(
      ...linesOf(log.subarray(start + HEADER_BYTES, end), log[start] === STDERR ? 'STDERR' : 'STDOUT'),
    );
    start = end;
  }
  return lines;
}

function linesOf(payload: Buffer, stream: RuntimeLogLine['stream']): RuntimeLogLine[] {
  const texts = payload.toString('utf8').split('\n');
  return texts.filter((text) => text !== '').map((text) => stamped(text.replace(/\r$/, ''), stream));
}

function stamped(text: string, stream: RuntimeLogLine['stream']): RuntimeLogLine {
  const end = text.indexOf(' ');
  const atMs = Date.parse(text.slice(0, end));
  return { atMs, stream, text: text.slice(end + 1) };
}
