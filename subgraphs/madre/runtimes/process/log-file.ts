import { appendFileSync, closeSync, openSync, readSync, renameSync, statSync, truncateSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';

/** Where the kept part of a log lies, counted from the first byte ever written to it: a rotation moves no line. */
export interface LogExtent {
  /** Of the earlier part, the file with `.1`; equal to `base` where there is none. */
  readonly start: number;
  /** Of the file itself. */
  readonly base: number;
}

const NEWLINE = 10;
const CHUNK_BYTES = 65_536;
const whole: LogExtent = { start: 0, base: 0 };

/** A file that a child process appends to by itself, so that its output outlives madre, and one earlier part of it. */
export class LogFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** A descriptor to append through; the caller closes it. */
  openToAppend(): number {
    return openSync(this.path, 'a', 0o600);
  }

  /** Zero where there is no file. */
  size(): number {
    return sizeOf(this.path);
  }

  earlierSize(): number {
    return sizeOf(`${this.path}.1`);
  }

  writtenAtMs(): number {
    return statSync(this.path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  }

  /** At most `limit` bytes from the position on, which may lie in the earlier part and go on in the file itself. */
  read({ start, base }: LogExtent, position: number, limit: number): Buffer {
    if (position >= base) return readAt(this.path, position - base, limit);
    const earlier = readAt(`${this.path}.1`, position - start, Math.min(limit, base - position));
    if (earlier.length === limit) return earlier;
    return Buffer.concat([earlier, readAt(this.path, 0, limit - earlier.length)]);
  }

  /** Ends a last line that has no end, once its writer is gone. */
  seal(): void {
    const size = this.size();
    if (size > 0 && this.read(whole, size - 1, 1)[0] !== NEWLINE) appendFileSync(this.path, '\n');
  }

  /**
   * Makes what the file holds its earlier part. The writer appends, so it goes on at the new end; what it writes in the instant
   * before the last call is lost. `around` is told the size of the part before that instant and after it.
   */
  async rotate(around: { begin(size: number): void; end(size: number): void }): Promise<void> {
    const copy = `${this.path}.1.new`;
    await copyFile(this.path, copy);
    // What came during the copy.
    for (let size = sizeOf(copy); size < this.size(); size = sizeOf(copy))
      appendFileSync(copy, this.read(whole, size, CHUNK_BYTES));
    const size = sizeOf(copy);
    around.begin(size);
    renameSync(copy, `${this.path}.1`);
    truncateSync(this.path, 0);
    around.end(size);
  }
}

function readAt(path: string, offset: number, limit: number): Buffer {
  const bytes = Buffer.alloc(limit);
  const descriptor = openSync(path, 'r');
  try {
    return bytes.subarray(0, readSync(descriptor, bytes, 0, limit, offset));
  } finally {
    closeSync(descriptor);
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
