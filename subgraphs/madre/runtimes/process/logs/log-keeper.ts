import { join } from 'node:path';
import type { Clock } from '../../../../../platform/clock.ts';
import type { Logger } from '../../../../../platform/log.ts';
import { Bell } from '../../bell.ts';
import { LogFile, type LogExtent, type LogMove, type Rotation } from './log-file.ts';
import { LogIndex, type LogStream } from './log-index.ts';
import type { KeptLog } from './log-lines.ts';
import type { LogMark } from './log-marks.ts';
import { LogWatch, type Watch } from './log-watch.ts';

export interface LogKeeperOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly watch?: Watch;
}

export const LOG_STREAMS = ['out', 'err'] as const satisfies readonly LogStream[];
const FILE_LIMIT_BYTES = 16 * 1_048_576;
/** Beyond it nothing is waited for any more: the disk comes before the lines. */
const CUT_ABOVE_BYTES = 3 * FILE_LIMIT_BYTES;

/**
 * Notes when the two files of a service grow, as the kernel tells, and rotates them. What fails costs times, never a line; only a
 * writer that is too fast to be kept loses some, and the log says how much.
 */
export class LogKeeper {
  readonly kept: Readonly<Record<LogStream, KeptLog>>;
  /** Rings after each growth that was noted. */
  readonly grown = new Bell();
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #watch: LogWatch;
  readonly #folder: string;
  readonly #index: LogIndex;
  readonly #rotating = new Set<LogStream>();
  readonly #rotateAbove = { out: FILE_LIMIT_BYTES, err: FILE_LIMIT_BYTES };
  #hasWarned = false;
  #hasWarnedOfLoss = false;

  constructor(folder: string, service: string, options: LogKeeperOptions) {
    this.#clock = options.clock;
    this.#log = options.log;
    this.#watch = new LogWatch({
      clock: options.clock,
      watch: options.watch,
      look: () => this.look(),
      onError: (error) => this.#warn(error),
    });
    this.#folder = folder;
    this.#index = new LogIndex(join(folder, `${service}.log-index`));
    const open = (stream: LogStream): KeptLog => ({
      file: new LogFile(join(folder, `${service}.${stream}.log`)),
      extent: () => this.#index.extent(stream),
    });
    this.kept = { out: open('out'), err: open('err') };
    this.#attempt(() => this.#resume());
  }

  get marks(): readonly LogMark[] {
    return this.#index.marks;
  }

  /** What has been written to the stream since ever. */
  end(stream: LogStream): number {
    return this.#index.extent(stream).base + this.kept[stream].file.size();
  }

  /** A descriptor to append through; the caller closes it. */
  openToAppend(stream: LogStream): number {
    const { file } = this.kept[stream];
    this.#attempt(() => file.seal());
    const descriptor = file.openToAppend();
    this.#watch.follow(file.path);
    return descriptor;
  }

  /** Nobody writes any more: a last line without an end is whole. */
  seal(): void {
    for (const stream of LOG_STREAMS) this.#attempt(() => this.kept[stream].file.seal());
    this.look();
    this.#watch.rest();
  }

  look(): void {
    this.#attempt(() => this.#lookAt(this.#clock.now()));
  }

  close(): void {
    this.#watch.close();
  }

  #lookAt(atMs: number): void {
    for (const stream of LOG_STREAMS) {
      const size = this.kept[stream].file.size();
      // Both settle always: what fails is caught inside.
      if (size > CUT_ABOVE_BYTES) void this.#cut(stream);
      else if (size > this.#rotateAbove[stream] && !this.#rotating.has(stream))
        void this.#rotate(stream, size);
    }
    this.#note(atMs);
  }

  #note(atMs: number): void {
    const last = this.marks.at(-1) ?? { out: 0, err: 0 };
    for (const stream of LOG_STREAMS) {
      // Somebody emptied it: what is written now is new, and comes after what was there.
      if (this.end(stream) < last[stream])
        this.#index.move(stream, { start: last[stream], base: last[stream] });
    }
    const now = { atMs, out: this.end('out'), err: this.end('err') };
    if (now.out === last.out && now.err === last.err) return;
    try {
      this.#index.add(now);
    } finally {
      this.grown.ring();
    }
  }

  /** What an earlier madre left, a rotation that it was killed in among it, and what was written while there was none. */
  #resume(): void {
    for (const stream of LOG_STREAMS) {
      const { file } = this.kept[stream];
      const { start, base } = this.#index.extent(stream);
      const rotating = this.#index.rotating;
      if (rotating?.stream === stream) {
        // Not emptied yet: the earlier part, if it is already this one, is all in the file.
        const moved = rotating.to ?? { start: base, base: base + rotating.size };
        this.#index.move(stream, file.size() < rotating.size ? moved : { start: base, base });
      } else if (file.earlierSize() !== base - start) {
        const earlier = base === 0 ? file.earlierSize() : base;
        this.#index.move(stream, { start: base, base: earlier });
      }
      if (file.size() > 0) this.#watch.follow(file.path);
    }
    this.#lookAt(Math.max(...LOG_STREAMS.map((stream) => this.kept[stream].file.writtenAtMs())));
  }

  /** One that fails is not tried again before as much has come once more. */
  async #rotate(stream: LogStream, size: number): Promise<void> {
    this.#rotating.add(stream);
    this.#rotateAbove[stream] = size + FILE_LIMIT_BYTES;
    const { file } = this.kept[stream];
    try {
      const isDone = await file.rotate(
        this.#around(stream, (moved) => {
          this.#note(this.#clock.now());
          this.#index.beginRotation(stream, moved.size, this.#extentAfter(stream, moved));
        }),
      );
      if (!isDone && file.size() > FILE_LIMIT_BYTES) await this.#cut(stream);
      this.#rotateAbove[stream] = FILE_LIMIT_BYTES;
    } catch (error) {
      this.#warn(error);
    } finally {
      this.#rotating.delete(stream);
    }
  }

  /** Not while one of the files is being emptied: the next look sees whether it is still too much. */
  async #cut(stream: LogStream): Promise<void> {
    if (LOG_STREAMS.some((each) => this.kept[each].file.isEmptying)) return;
    const begin = (moved: LogMove): void =>
      this.#attempt(() => this.#index.beginRotation(stream, moved.size, this.#extentAfter(stream, moved)));
    try {
      this.#warnOfLoss(stream, await this.kept[stream].file.cut(this.#around(stream, begin)));
    } catch (error) {
      this.#warn(error);
    }
  }

  #around(stream: LogStream, begin: (moved: LogMove) => void): Rotation {
    return {
      // The index tells of one move only, should madre be killed in it.
      ready: async () => {
        for (const each of LOG_STREAMS) await this.kept[each].file.untilEmptied();
      },
      begin,
      end: (moved) => this.#index.move(stream, this.#extentAfter(stream, moved)),
    };
  }

  #warnOfLoss(stream: LogStream, lost: number): void {
    if (this.#hasWarnedOfLoss) return;
    this.#hasWarnedOfLoss = true;
    this.#log.warn(
      { folder: this.#folder, stream, bytes: lost },
      'a service writes faster than its log is kept: bytes were not kept, as its log tells each time',
    );
  }

  #extentAfter(stream: LogStream, { advance, kept }: LogMove): LogExtent {
    const base = this.#index.extent(stream).base + advance;
    return { start: base - kept, base };
  }

  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#warn(error);
    }
  }

  /** Once: what fails for a log fails again with its next line. */
  #warn(error: unknown): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#log.warn({ err: error, folder: this.#folder }, 'a log file is not kept as it should');
  }
}
