import { watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../../../platform/clock.ts';
import type { Logger } from '../../../../platform/log.ts';
import { Bell } from '../bell.ts';
import { LogFile } from './log-file.ts';
import { LogIndex, type LogStream } from './log-index.ts';
import type { KeptLog } from './log-lines.ts';
import type { LogMark } from './log-marks.ts';

type Watch = (file: string, options: { readonly persistent: false }, listener: () => void) => FSWatcher;

export interface LogKeeperOptions {
  readonly clock: Clock;
  readonly log: Logger;
  readonly watch?: Watch;
}

export const LOG_STREAMS = ['out', 'err'] as const satisfies readonly LogStream[];
const FILE_LIMIT_BYTES = 16 * 1_048_576;

/** Notes when the two files of a service grow, as the kernel tells, and rotates them. What fails costs times, never a line. */
export class LogKeeper {
  readonly kept: Readonly<Record<LogStream, KeptLog>>;
  /** Rings after each growth that was noted. */
  readonly grown = new Bell();
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #watch: Watch;
  readonly #folder: string;
  readonly #index: LogIndex;
  readonly #watchers = new Map<LogStream, FSWatcher>();
  readonly #rotating = new Set<LogStream>();
  readonly #rotateAbove = { out: FILE_LIMIT_BYTES, err: FILE_LIMIT_BYTES };
  #hasWarned = false;

  constructor(folder: string, service: string, options: LogKeeperOptions) {
    this.#clock = options.clock;
    this.#log = options.log;
    this.#watch = options.watch ?? watch;
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
    this.#attempt(() => this.#follow(stream));
    return descriptor;
  }

  /** Nobody writes any more: a last line without an end is whole. */
  seal(): void {
    for (const stream of LOG_STREAMS) this.#attempt(() => this.kept[stream].file.seal());
    this.look();
  }

  look(): void {
    this.#attempt(() => this.#note(this.#clock.now()));
  }

  close(): void {
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #note(atMs: number): void {
    const last = this.marks.at(-1) ?? { out: 0, err: 0 };
    for (const stream of LOG_STREAMS) {
      // Somebody emptied it: what is written now is new, and comes after what was there.
      if (this.end(stream) < last[stream])
        this.#index.move(stream, { start: last[stream], base: last[stream] });
      const size = this.kept[stream].file.size();
      // It settles always: what fails is caught inside.
      if (size > this.#rotateAbove[stream] && !this.#rotating.has(stream)) void this.#rotate(stream, size);
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
        const moved = file.size() < rotating.size ? rotating.size : 0;
        this.#index.move(stream, { start: base, base: base + moved });
      } else if (file.earlierSize() !== base - start) {
        const earlier = base === 0 ? file.earlierSize() : base;
        this.#index.move(stream, { start: base, base: earlier });
      }
      if (file.size() > 0) this.#follow(stream);
    }
    this.#note(Math.max(...LOG_STREAMS.map((stream) => this.kept[stream].file.writtenAtMs())));
  }

  /** Anew each time: the file may be another one of the same name. Without it a line is noted when somebody looks. */
  #follow(stream: LogStream): void {
    const { path } = this.kept[stream].file;
    this.#watchers.get(stream)?.close();
    this.#watchers.delete(stream);
    const watcher = this.#watch(path, { persistent: false }, () => this.look());
    this.#watchers.set(stream, watcher);
    watcher.on('error', (error) => {
      this.#warn(error);
      watcher.close();
    });
  }

  /** One that fails is not tried again before as much has come once more. */
  async #rotate(stream: LogStream, size: number): Promise<void> {
    this.#rotating.add(stream);
    this.#rotateAbove[stream] = size + FILE_LIMIT_BYTES;
    try {
      await this.kept[stream].file.rotate({
        begin: (copied) => {
          this.look();
          this.#index.beginRotation(stream, copied);
        },
        end: (copied) => {
          const { base } = this.#index.extent(stream);
          this.#index.move(stream, { start: base, base: base + copied });
        },
      });
      this.#rotateAbove[stream] = FILE_LIMIT_BYTES;
    } catch (error) {
      this.#warn(error);
    } finally {
      this.#rotating.delete(stream);
    }
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
