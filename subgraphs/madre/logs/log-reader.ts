import type { Clock } from '../../../platform/clock.ts';
import { startDeadline, withDeadline } from '../../../platform/deadline.ts';
import type { CatalogService } from '../catalog.ts';
import type { Runtime, RuntimeLogLine } from '../runtimes/runtime.ts';
import type { LogReader } from './numbered-lines.ts';

const READ_LIMIT_MS = 5_000;
/** Beyond this the lines between are not counted, and numbers jump. */
const COUNT_LIMIT_MS = 10_000;
const MOST_COUNTED = 1_000_000;
/** A line that is written by now comes at once; one without an end does not come. */
const WHOLE_LIMIT_MS = 250;
/** One for each stream. */
const MOST_UNFINISHED = 2;

export function createLogReader(options: {
  readonly runtime: Runtime;
  readonly service: CatalogService;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}): LogReader {
  const { runtime, service, clock } = options;
  const what = `reading the logs of ${service.name}`;
  const limit = { clock, limitMs: READ_LIMIT_MS, what, parent: options.signal };

  /** What comes after the cursor, until the work says that it is enough or the time is over. */
  async function read(
    after: string,
    limitMs: number,
    isEnough: (line: RuntimeLogLine) => boolean,
  ): Promise<void> {
    const deadline = startDeadline({ ...limit, limitMs });
    try {
      for await (const line of runtime.followLogs(service, { after }, deadline.signal))
        if (isEnough(line)) return;
    } finally {
      deadline.stop();
    }
  }

  async function linesAfter(
    cursor: string,
    limitMs: number,
    { until, most }: { readonly until: string; readonly most: number },
  ): Promise<readonly RuntimeLogLine[]> {
    const lines: RuntimeLogLine[] = [];
    await read(cursor, limitMs, (line) => {
      lines.push(line);
      return line.cursor === until || lines.length >= most;
    });
    return lines;
  }

  return {
    /** A runtime may show what stands after the last whole line as lines; they have no number before their end is written. */
    async tail(count) {
      const shown = await withDeadline(limit, (signal) =>
        runtime.logs(service, { tail: count + MOST_UNFINISHED }, signal),
      );
      const until = shown.at(-1)?.cursor;
      if (until === undefined) return [];
      const known = shown.slice(0, -MOST_UNFINISHED);
      const newest = await linesAfter(known.at(-1)?.cursor ?? '', WHOLE_LIMIT_MS, { until, most: count });
      return [...known, ...newest].slice(-count);
    },

    after: (cursor, until, most) => linesAfter(cursor, READ_LIMIT_MS, { until, most }),

    async distance(from, to) {
      let count = 0;
      let isFound = false;
      await read(from, COUNT_LIMIT_MS, ({ cursor }) => {
        count += 1;
        isFound = cursor === to;
        return isFound || count >= MOST_COUNTED;
      });
      return isFound ? count : undefined;
    },
  };
}
