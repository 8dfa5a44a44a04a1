import {
  appendFileSync,
  closeSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { open, truncate } from 'node:fs/promises';

/** Where the kept part of a log lies, counted from the first byte ever written to it: a rotation moves no line. */
export interface LogExtent {
  /** Of the earlier part, the file with `.1`; equal to `base` where there is none. */
  readonly start: number;
  /** Of the file itself. */
  readonly base: number;
}

/** What a rotation does: of `size` bytes it keeps `kept` as the earlier part, and the file begins `advance` further than before. */
export interface LogMove {
  readonly size: number;
  readonly advance: number;
  readonly kept: number;
}

/** Told of the move right before it happens, and right after. */
export interface Rotation {
  /** Resolves when no other move is under way. */
  ready(): Promise<void>;
  begin(moved: LogMove): void;
  end(moved: LogMove): void;
}

const NEWLINE = 10;
/** What is read or written at once, within a few milliseconds. */
const CATCH_UP_BYTES = 1_048_576;
const CUT_BYTES = 1_048_576;
/** A writer that three copies do not come up with is too fast. */
const COPY_PASSES = 3;
const whole: LogExtent = { start: 0, base: 0 };

/** A file that a child process appends to by itself, so that its output outlives madre, and one earlier part of it. */
export class LogFile {
  readonly path: string;
  #cuts = 0;
  /** The move whose earlier part is in place, while the system still empties the file, which takes it milliseconds for each megabyte. */
  #moving: LogMove | undefined;
  #emptied: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.path = path;
  }

  /** A descriptor to append through; the caller closes it. */
  openToAppend(): number {
    return openSync(this.path, 'a', 0o600);
  }

  /** Zero where there is no file; as it was until then while it is being emptied. */
  size(): number {
    return this.#moving?.size ?? sizeOf(this.path);
  }

  get isEmptying(): boolean {
    return this.#moving !== undefined;
  }

  /** Resolves when the file is not being emptied; never rejects. */
  untilEmptied(): Promise<void> {
    return this.#emptied;
  }

  earlierSize(): number {
    return sizeOf(`${this.path}.1`);
  }

  writtenAtMs(): number {
    return statSync(this.path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  }

  /** At most `limit` bytes from the position on, which may lie in the earlier part and go on in the file itself. */
  read({ start, base }: LogExtent, position: number, limit: number): Buffer {
    if (this.#moving !== undefined) return this.#readMoved(this.#moving, position - base, limit);
    if (position >= base) return readAt(this.path, position - base, limit);
    const earlier = readAt(`${this.path}.1`, position - start, Math.min(limit, base - position));
    if (earlier.length === limit) return earlier;
    return Buffer.concat([earlier, readAt(this.path, 0, limit - earlier.length)]);
  }

  /** Ends a last line that has no end, once its writer is gone. */
  seal(): void {
    const size = this.size();
    if (this.#moving === undefined && size > 0 && this.read(whole, size - 1, 1)[0] !== NEWLINE)
      appendFileSync(this.path, '\n');
  }

  /**
   * Makes what the file holds its earlier part. The writer appends, so it goes on at the new end; what it writes in the instant
   * before the last call is lost. False where the writer was too fast for a copy, or another one emptied the file meanwhile.
   */
  async rotate(around: Rotation): Promise<boolean> {
    const cuts = this.#cuts;
    let copied = 0;
    for (let pass = 0; pass < COPY_PASSES && this.size() - copied > CATCH_UP_BYTES; pass += 1) {
      copied = await copyPart(this.path, this.#copy, copied, this.size());
      if (cuts !== this.#cuts) return false;
    }
    await around.ready();
    const size = this.size();
    if (cuts !== this.#cuts || size < copied || size - copied > CATCH_UP_BYTES) return false;
    // What came during the copy.
    appendFileSync(this.#copy, this.read(whole, copied, size - copied));
    await this.#replace({ size, advance: size, kept: size }, around);
    return true;
  }

  /**
   * Whatever the writer does: only the newest part is kept, after a line that tells of the rest. Gives what was lost, at least. Not to be
   * called while another move is under way.
   */
  async cut(around: Rotation): Promise<number> {
    this.#cuts += 1;
    const size = this.size();
    const { part, lost, isEnded } = newestPart(
      this.read(whole, Math.max(0, size - CUT_BYTES), CUT_BYTES),
      size,
    );
    const advance = isEnded ? size : size + 1;
    try {
      writeFileSync(this.#copy, part, { mode: 0o600 });
      await this.#replace({ size, advance, kept: part.length }, around);
      return lost;
    } catch (error) {
      // A full disk above all needs the file emptied.
      rmSync(`${this.path}.1`, { force: true });
      truncateSync(this.path, 0);
      around.end({ size, advance, kept: 0 });
      throw error;
    }
  }

  get #copy(): string {
    return `${this.path}.1.new`;
  }

  async #replace(moved: LogMove, around: Rotation): Promise<void> {
    around.begin(moved);
    renameSync(this.#copy, `${this.path}.1`);
    this.#moving = moved;
    // In one step: nobody may see the empty file in its old place.
    const end = (): void => {
      this.#moving = undefined;
      around.end(moved);
    };
    const fail = (error: unknown): never => {
      this.#moving = undefined;
      throw error;
    };
    const emptying = truncate(this.path, 0).then(end, fail);
    this.#emptied = emptying.catch(() => undefined);
    await emptying;
  }

  /** All that is kept is in the earlier part; `offset` counts from where the file began. What was before that is gone. */
  #readMoved({ advance, kept }: LogMove, offset: number, limit: number): Buffer {
    const from = offset - (advance - kept);
    return from < 0 ? Buffer.alloc(0) : readAt(`${this.path}.1`, from, limit);
  }
}

/** Begins with an empty line, so that the one after it is known to be whole, and ends with a whole one, as what follows may be torn. */
function newestPart(
  newest: Buffer,
  size: number,
): { readonly part: Buffer; readonly lost: number; readonly isEnded: boolean } {
  const whole = newest.subarray(newest.indexOf(NEWLINE) + 1);
  const lost = size - whole.length;
  const isEnded = whole.at(-1) === NEWLINE;
  const note = `\n[at least ${lost} bytes were not kept here: they came faster than a log is kept]\n`;
  return { part: Buffer.concat([Buffer.from(note), whole, Buffer.from(isEnded ? '' : '\n')]), lost, isEnded };
}

/** Of what lies between the two positions, in steps beside this thread. Gives how far it came. */
async function copyPart(path: string, copy: string, from: number, to: number): Promise<number> {
  const source = await open(path, 'r');
  try {
    const target = await open(copy, from === 0 ? 'w' : 'a', 0o600);
    try {
      const bytes = Buffer.alloc(CATCH_UP_BYTES);
      for (let position = from; ;) {
        const { bytesRead } = await source.read(bytes, 0, Math.min(bytes.length, to - position), position);
        if (bytesRead === 0) return position;
        await target.appendFile(bytes.subarray(0, bytesRead));
        position += bytesRead;
      }
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
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
