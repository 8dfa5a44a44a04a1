import {
  closeSync,
  copyFileSync,
  fstatSync,
  openSync,
  readSync,
  statSync,
  truncateSync,
  watch,
  type FSWatcher,
  type Stats,
} from 'node:fs';
import type { Clock } from '../../../../platform/clock.ts';

export interface LogFileLine {
  readonly atMs: number;
  readonly text: string;
}

/** The file has reached `offset` bytes by `atMs`. */
interface Mark {
  readonly offset: number;
  readonly atMs: number;
}

const MARK_LIMIT = 1_024;
const FILE_LIMIT_BYTES = 16 * 1_048_576;
const TAIL_LIMIT_BYTES = 1_048_576;
const NEWLINE = 10;

/**
 * A file that a child process appends to by itself, so that its output outlives madre. Nobody stamps the lines:
 * a line's time is when this file was first seen to hold it (as the kernel reports growth), or, for what was
 * written before this object existed, when the file had last been written.
 */
export class LogFile {
  readonly #file: string;
  readonly #clock: Clock;
  #marks: Mark[] = [];
  #watcher: FSWatcher | undefined;

  constructor(file: string, clock: Clock) {
    this.#file = file;
    this.#clock = clock;
    const stats = this.#stats();
    if (stats === undefined) return;
    this.#marks.push({ offset: stats.size, atMs: stats.mtimeMs });
    this.#follow();
  }

  /** A descriptor to append through; the caller closes it. */
  openToAppend(): number {
    const descriptor = openSync(this.#file, 'a');
    this.#follow();
    return descriptor;
  }

  /** The newest lines, oldest first, among the last megabyte. */
  tail(limit: number): readonly LogFileLine[] {
    if (limit <= 0 || this.#stats() === undefined) return [];
    const descriptor = openSync(this.#file, 'r');
    try {
      return this.#lastLines(descriptor, limit);
    } finally {
      closeSync(descriptor);
    }
  }

  close(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  #lastLines(descriptor: number, limit: number): readonly LogFileLine[] {
    const { size, mtimeMs } = fstatSync(descriptor);
    const start = Math.max(0, size - TAIL_LIMIT_BYTES);
    const bytes = Buffer.alloc(size - start);
    const filled = bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, start));
    const lines: LogFileLine[] = [];
    let end = filled.at(-1) === NEWLINE ? filled.length - 1 : filled.length;
    while (end > 0 && lines.length < limit) {
      const begin = filled.lastIndexOf(NEWLINE, end - 1) + 1;
      // What the read began inside of is no whole line.
      if (begin === 0 && start > 0) break;
      lines.unshift({
        atMs: this.#seenAt(start + end) ?? mtimeMs,
        text: filled.toString('utf8', begin, end),
      });
      end = begin - 1;
    }
    return lines;
  }

  #seenAt(offset: number): number | undefined {
    return this.#marks.find((mark) => mark.offset >= offset)?.atMs;
  }

  #follow(): void {
    this.#watcher ??= watch(this.#file, { persistent: false }, () => this.#grown());
    // Watching is for times only: without it a line has the file's own.
    this.#watcher.on('error', () => this.close());
  }

  #grown(): void {
    const size = this.#stats()?.size ?? 0;
    if (size > FILE_LIMIT_BYTES) return this.#rotate();
    if (size < (this.#marks.at(-1)?.offset ?? 0)) this.#marks = [];
    if (size === this.#marks.at(-1)?.offset) return;
    this.#marks.push({ offset: size, atMs: this.#clock.now() });
    if (this.#marks.length > MARK_LIMIT) this.#marks.shift();
  }

  /** The writer appends, so it goes on at the new end; what it writes between the two calls is lost. */
  #rotate(): void {
    copyFileSync(this.#file, `${this.#file}.1`);
    truncateSync(this.#file, 0);
    this.#marks = [];
  }

  #stats(): Stats | undefined {
    return statSync(this.#file, { throwIfNoEntry: false });
  }
}
