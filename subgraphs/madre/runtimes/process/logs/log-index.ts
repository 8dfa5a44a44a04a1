import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { LogExtent } from './log-file.ts';
import { addMark, MARK_LIMIT, marksFrom, type LogMark } from './log-marks.ts';

export type LogStream = 'out' | 'err';

const extent = z.object({ start: z.int().nonnegative(), base: z.int().nonnegative() });
const header = z.object({
  out: extent,
  err: extent,
  /** Set in the instant between the copy of a file and its emptying. */
  rotating: z.object({ stream: z.enum(['out', 'err']), size: z.int(), to: extent.optional() }).nullable(),
});
const mark = z.tuple([z.number(), z.int(), z.int()]);
const none = { start: 0, base: 0 };

/**
 * Where the lines of a service's two files lie, when they came and in which order: kept in a file, so that a log reads the same after
 * a restart of madre. Without it no line is lost, only times and the order between the streams.
 */
export class LogIndex {
  readonly #file: string;
  #header: z.infer<typeof header> = { out: none, err: none, rotating: null };
  #marks: LogMark[] = [];
  #appended = 0;

  constructor(file: string) {
    this.#file = file;
    this.#read();
  }

  get marks(): readonly LogMark[] {
    return this.#marks;
  }

  extent(stream: LogStream): LogExtent {
    return this.#header[stream];
  }

  /** The rotation that madre was killed in, if it was. */
  get rotating(): z.infer<typeof header>['rotating'] {
    return this.#header.rotating;
  }

  /** May throw, as a full disk does; it is added all the same. */
  add(next: LogMark): void {
    addMark(this.#marks, next);
    this.#appended += 1;
    if (this.#appended > MARK_LIMIT) this.#write();
    else appendFileSync(this.#file, `${lineOf(next)}\n`, { mode: 0o600 });
  }

  beginRotation(stream: LogStream, size: number, to: LogExtent): void {
    this.#header = { ...this.#header, rotating: { stream, size, to } };
    this.#write();
  }

  /** What is not kept is forgotten with its marks. May throw, as `add`. */
  move(stream: LogStream, to: LogExtent): void {
    this.#header = { ...this.#header, [stream]: { start: to.start, base: to.base }, rotating: null };
    const { out, err } = this.#header;
    this.#marks = marksFrom(this.#marks, { out: out.start, err: err.start });
    this.#write();
  }

  #write(): void {
    const lines = [JSON.stringify(this.#header), ...this.#marks.map(lineOf)];
    this.#appended = 0;
    writeFileSync(`${this.#file}.new`, `${lines.join('\n')}\n`, { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }

  #read(): void {
    const [first, ...rest] = textOf(this.#file).split('\n');
    const found = header.safeParse(parse(first ?? '')).data;
    if (found !== undefined) this.#header = found;
    // A mark that was torn by a crash is as good as none.
    for (const line of found === undefined ? [] : rest) {
      const read = mark.safeParse(parse(line)).data;
      if (read !== undefined) addMark(this.#marks, { atMs: read[0], out: read[1], err: read[2] });
    }
    this.#write();
  }
}

function lineOf({ atMs, out, err }: LogMark): string {
  return JSON.stringify([atMs, out, err]);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
