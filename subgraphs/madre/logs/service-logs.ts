import type { Kysely } from 'kysely';
import { createBoundedQueue } from '../../../platform/bounded-queue.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { CatalogService } from '../catalog.ts';
import { cancellable } from '../journal/cancellable.ts';
import type { MadreTables } from '../journal/tables.ts';
import { Bell } from '../runtimes/bell.ts';
import type { Runtime } from '../runtimes/runtime.ts';
import { createLogCursors, type LogCursor } from './log-cursors.ts';
import { createLogReader } from './log-reader.ts';
import {
  beforeOldest,
  LARGEST_TAIL,
  startAfterSeq,
  startAtTail,
  type LogStart,
  type NumberedLine,
} from './numbered-lines.ts';

export interface ServiceLogs {
  /**
   * Lines as they come. With `afterSeq` what follows that line, as long as the log keeps it, also after a crash of madre; else the newest
   * `tail` first. A reader that takes nothing for 5 s loses the oldest of what waits for it, and sees the numbers jump.
   */
  follow(
    service: CatalogService,
    from: { readonly tail: number; readonly afterSeq: number | null },
    signal: AbortSignal,
  ): AsyncIterableIterator<NumberedLine>;
}

/** Of one reader. */
const LINES_WAITING = 1_000;
const PATIENCE_MS = 5_000;
/** So many lines are counted at most to find one again. */
const LINES_PER_CURSOR = 500;

export function createServiceLogs(options: {
  readonly db: Kysely<MadreTables>;
  readonly runtime: Runtime;
  readonly clock: Clock;
}): ServiceLogs {
  const { db, runtime, clock } = options;
  /** The last start of each service: two at once must not number the same lines differently. */
  const starting = new Map<string, Promise<unknown>>();

  function startOf(
    service: CatalogService,
    { tail, afterSeq }: { readonly tail: number; readonly afterSeq: number | null },
    signal: AbortSignal,
  ): Promise<LogStart> {
    const cursors = createLogCursors(db, service.name);
    const log = createLogReader({ runtime, service, clock, signal });
    const begin = (): Promise<LogStart> =>
      afterSeq === null ? startAtTail(log, cursors, tail) : startAfterSeq(log, cursors, { afterSeq, tail });
    const start = (starting.get(service.name) ?? Promise.resolve()).then(begin, begin);
    starting.set(service.name, start);
    return start;
  }

  async function* lines(
    service: CatalogService,
    from: { readonly tail: number; readonly afterSeq: number | null },
    signal: AbortSignal,
  ): AsyncGenerator<NumberedLine, void, undefined> {
    const start = await startOf(service, from, signal);
    const taken = new Bell();
    const queue = createBoundedQueue<NumberedLine>({
      limit: LINES_WAITING,
      overflow: { policy: 'drop-oldest' },
    });
    signal.addEventListener('abort', () => void queue.return(), { once: true });
    // Ends with the signal, and hands what it catches to the reader.
    void pump(service, start, signal, async (line) => {
      if (queue.size >= LINES_WAITING) await taken.next(signal, clock, PATIENCE_MS);
      queue.push(line);
    }).then(
      () => queue.end(),
      (error: unknown) => queue.end(error instanceof Error ? error : new Error(String(error))),
    );
    yield* start.lines;
    for await (const line of queue) {
      taken.ring();
      yield line;
    }
  }

  /** Reads at the log's own speed, so that a slow reader does not fall behind what the log keeps. */
  async function pump(
    service: CatalogService,
    { after, nextSeq }: LogStart,
    signal: AbortSignal,
    take: (line: NumberedLine) => Promise<void>,
  ): Promise<void> {
    const cursors = createLogCursors(db, service.name);
    const from = after === undefined ? { tail: LARGEST_TAIL } : { after };
    let seq = nextSeq;
    for await (const line of runtime.followLogs(service, from, signal)) {
      // The first two as well: what begins here has no number before them.
      const isKept = seq - nextSeq < 2 || seq % LINES_PER_CURSOR < 2;
      const place: LogCursor = { seq, cursor: line.cursor };
      if (isKept)
        await cursors.keep(after === undefined && seq === nextSeq ? [beforeOldest(seq), place] : [place]);
      await take({ ...line, seq });
      seq += 1;
    }
  }

  return {
    follow: (service, from, signal) => cancellable(signal, (ended) => lines(service, from, ended)),
  };
}
