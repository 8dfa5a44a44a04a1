import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../../../platform/clock.ts';
import type { RuntimeLogLine } from '../../runtime.ts';
import type { LogStream } from './log-index.ts';
import { LOG_STREAMS, LogKeeper, type LogKeeperOptions } from './log-keeper.ts';
import { lastLines, linesBetween } from './log-lines.ts';
import { firstPast, type LogPosition } from './log-marks.ts';
import { mergeLines, type MergedLine, type Newest } from './log-merge.ts';

/** Where the system tells of no growth, a follower sees it within this time. */
const LOOK_MS = 250;
const UNFINISHED_LIMIT_BYTES = 65_536;
/** So many lines at most are told before everybody else has a turn: a reader of a full log must not hold up the server. */
const LINES_PER_TURN = 32;
const CURSOR = /^(\d{1,15})-(\d{1,15})$/;

/**
 * What a service's process writes to its two files, as one log. Nobody stamps the lines: their time is when the file was first seen to
 * hold them, and lines of both streams that were first seen together come stdout first. A cursor holds a position in each file, so that
 * what follows it has no gap and no repeat whatever the order is.
 */
export class ServiceLog {
  readonly #clock: Clock;
  readonly #keeper: LogKeeper;
  readonly #closing = new AbortController();

  constructor(folder: string, service: string, options: LogKeeperOptions) {
    this.#clock = options.clock;
    this.#keeper = new LogKeeper(folder, service, options);
  }

  /** A descriptor to append through; the caller closes it. */
  openToAppend(stream: LogStream): number {
    return this.#keeper.openToAppend(stream);
  }

  /** The newest lines, oldest first, among the last megabyte of each stream; one that is not finished comes last. */
  tail(limit: number): readonly RuntimeLogLine[] {
    if (limit <= 0) return [];
    this.#keeper.look();
    const { lines, place } = this.#newest(limit);
    return [...lines, ...this.#unfinished(place)].slice(-limit).map(toLine);
  }

  async *follow(
    from: { readonly tail: number } | { readonly after: string },
    signal: AbortSignal,
  ): AsyncGenerator<RuntimeLogLine, void> {
    const until = AbortSignal.any([signal, this.#closing.signal]);
    this.#keeper.look();
    if ('after' in from) return yield* this.#after(this.#placeOf(from.after), until);
    const { lines, place } = this.#newest(Math.max(1, from.tail));
    for (const line of from.tail === 0 ? [] : lines) {
      if (until.aborted) return;
      yield toLine(line);
    }
    yield* this.#after(place, until);
  }

  /** Nobody writes any more: a last line without an end is whole. */
  seal(): void {
    this.#keeper.seal();
  }

  close(): void {
    this.#closing.abort(new Error('the log was closed'));
    this.#keeper.close();
  }

  async *#after(from: LogPosition, until: AbortSignal): AsyncGenerator<RuntimeLogLine, void> {
    const place = { ...from };
    /** Further than the place while a line is not finished. */
    const looked = { ...from };
    let told = 0;
    while (!until.aborted) {
      this.#keeper.look();
      const mark = this.#keeper.marks[firstPast(this.#keeper.marks, looked)];
      if (mark === undefined) await this.#keeper.grown.next(until, this.#clock, LOOK_MS);
      for (const stream of mark === undefined ? [] : LOG_STREAMS) {
        const to = mark?.[stream] ?? 0;
        for (const { text, end } of linesBetween(this.#keeper.kept[stream], place[stream], to)) {
          if (until.aborted) return;
          place[stream] = end;
          yield toLine({ stream, text, atMs: mark?.atMs ?? 0, ...place });
          told += 1;
          if (told % LINES_PER_TURN === 0) await setImmediate();
        }
        looked[stream] = Math.max(looked[stream], to);
      }
    }
  }

  #newest(limit: number): ReturnType<typeof mergeLines> {
    const newestOf = (stream: LogStream): Newest => {
      const kept = this.#keeper.kept[stream];
      const { lines, from } = lastLines(kept, this.#keeper.end(stream), limit);
      return { lines, from, isCut: from > kept.extent().start };
    };
    const { lines, place } = mergeLines({ out: newestOf('out'), err: newestOf('err') }, this.#keeper.marks);
    return { lines: lines.slice(-limit), place };
  }

  /** What stands after the last whole lines. A cursor inside a line is followed by the rest of it. */
  #unfinished(place: LogPosition): readonly MergedLine[] {
    const reached = { ...place };
    const atMs = this.#keeper.marks.at(-1)?.atMs ?? 0;
    return LOG_STREAMS.flatMap((stream) => {
      const { file, extent } = this.#keeper.kept[stream];
      const length = Math.min(this.#keeper.end(stream) - place[stream], UNFINISHED_LIMIT_BYTES);
      if (length <= 0) return [];
      const text = file.read(extent(), place[stream], length).toString('utf8');
      reached[stream] = place[stream] + length;
      return [{ stream, text, atMs, ...reached }];
    });
  }

  /** Before all of it, for a cursor of another log. */
  #placeOf(cursor: string): LogPosition {
    const [, out, err] = CURSOR.exec(cursor) ?? [];
    const place = { out: Number(out), err: Number(err) };
    const isOurs = LOG_STREAMS.every((stream) => place[stream] <= this.#keeper.end(stream));
    return isOurs ? place : { out: 0, err: 0 };
  }
}

function toLine({ stream, text, atMs, out, err }: MergedLine): RuntimeLogLine {
  return { atMs, stream: stream === 'err' ? 'STDERR' : 'STDOUT', text, cursor: `${out}-${err}` };
}
