import {
  appendFileSync,
  closeSync,
  fstatSync,
  openSync,
  readSync,
  statSync,
  truncateSync,
  watch,
  type FSWatcher,
  type Stats,
} from 'node:fs';
import { copyFile } from 'node:fs/promises';
import type { Clock } from '../../../../platform/clock.ts';
import type { Logger } from '../../../../platform/log.ts';

export interface LogFileLine {
  readonly atMs: number;
  readonly text: string;
}

/** The file has reached `offset` bytes by `atMs`. */
interface Mark {
  readonly offset: number;
  readonly atMs: number;
}

type Watch = (file: string, options: { readonly persistent: false }, listener: () => void) => FSWatcher;

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
  readonly #log: Logger;
  readonly #watch: Watch;
  #marks: Mark[] = [];
  #watcher: FSWatcher | undefined;
  #isRotating = false;
  #rotateAbove = FILE_LIMIT_BYTES;
  #hasWarned = false;

  constructor(
    file: string,
    options: { readonly clock: Clock; readonly log: Logger; readonly watch?: Watch },
  ) {
    this.#file = file;
    this.#clock = options.clock;
    this.#log = options.log;
    this.#watch = options.watch ?? watch;
    const stats = this.#stats();
    if (stats === undefined) return;
    this.#marks.push({ offset: stats.size, atMs: stats.mtimeMs });
    this.#follow();
  }

  /** A descriptor to append through; the caller closes it. */
  openToAppend(): number {
    const descriptor = openSync(this.#file, 'a', 0o600);
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

  /** Watching is for times and size only: without it a line has the file's own time, and the file grows on. */
  #follow(): void {
    if (this.#watcher !== undefined) return;
    try {
      this.#watcher = this.#watch(this.#file, { persistent: false }, () => this.#look());
      this.#watcher.on('error', (error) => {
        this.#warn(error);
        this.close();
      });
    } catch (error) {
      this.#warn(error);
    }
  }

  #look(): void {
    try {
      this.#grown();
    } catch (error) {
      this.#warn(error);
    }
  }

  #grown(): void {
    const size = this.#stats()?.size ?? 0;
    // Settles always: what fails is caught inside.
    if (size > this.#rotateAbove && !this.#isRotating) void this.#rotate(size);
    if (size < (this.#marks.at(-1)?.offset ?? 0)) this.#marks = [];
    if (size === this.#marks.at(-1)?.offset) return;
    this.#marks.push({ offset: size, atMs: this.#clock.now() });
    if (this.#marks.length > MARK_LIMIT) this.#marks.shift();
  }

  /** One that fails is not tried again before as much has come once more. */
  async #rotate(size: number): Promise<void> {
    this.#isRotating = true;
    try {
      const earlier = `${this.#file}.1`;
      await copyFile(this.#file, earlier);
      this.#moveRest(earlier);
      this.#marks = [];
      this.#rotateAbove = FILE_LIMIT_BYTES;
    } catch (error) {
      this.#rotateAbove = size + FILE_LIMIT_BYTES;
      this.#warn(error);
    } finally {
      this.#isRotating = false;
    }
  }

  /** What came during the copy. The writer appends, so it goes on at the new end; what it writes before the last call is lost. */
  #moveRest(earlier: string): void {
    const descriptor = openSync(this.#file, 'r');
    try {
      const copied = statSync(earlier).size;
      const rest = Buffer.alloc(Math.max(0, fstatSync(descriptor).size - copied));
      appendFileSync(earlier, rest.subarray(0, readSync(descriptor, rest, 0, rest.length, copied)));
    } finally {
      closeSync(descriptor);
    }
    truncateSync(this.#file, 0);
  }

  /** Once: what fails for a log fails again with its next line. */
  #warn(error: unknown): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#log.warn({ err: error, file: this.#file }, 'a log file is not kept as it should');
  }

  #stats(): Stats | undefined {
    return statSync(this.#file, { throwIfNoEntry: false });
  }
}
