import { BusGapError } from './bus.ts';
import { sleep, type Clock } from './clock.ts';
import type { Logger } from './log.ts';
import type { RedisConnection } from './redis.ts';
import { newestSeq, parseEntry, type StoredEvent } from './redis-stream.ts';

export interface Follower {
  onEvents(events: readonly StoredEvent[]): void;
  /** The stream was reset, lost or broken; it is not followed any more. */
  onLost(error: BusGapError): void;
}

/** Follows many streams over one connection of its own, which blocks in a single XREAD. Begins to read at the first follow(). */
export interface StreamReader {
  /** From behind `fromSeq` on; at most one follower for a key. Returns what ends it. */
  follow(key: string, fromSeq: number, follower: Follower): () => void;
  close(): Promise<void>;
}

export interface StreamReaderOptions {
  /** Used by the reader alone. Its call limit must be longer than BLOCK_MS. */
  readonly blocking: RedisConnection;
  readonly commands: RedisConnection;
  readonly clock: Clock;
  readonly log: Logger;
  /** A stream of this reader alone: an entry makes it read its list of streams again. */
  readonly wakeKey: string;
  /** A stream shared by all: an entry `key` says that this stream begins anew. */
  readonly resetsKey: string;
}

export const BLOCK_MS = 5_000;
const RETRY_MS = 100;
const WAKE_KEY_TTL_SEC = 3_600;
const READ_COUNT = 500;

interface Followed {
  seq: number;
  readonly follower: Follower;
}

export function createStreamReader(options: StreamReaderOptions): StreamReader {
  const { blocking, commands, clock, log, wakeKey, resetsKey } = options;
  const followed = new Map<string, Followed>();
  const abort = new AbortController();
  let wakeId = '0-0';
  let resetsId: string | undefined;
  /** While the connection was down, Redis may have come back without its data. */
  let mustCheckLoss = false;
  let running: Promise<void> | undefined;
  blocking.on('close', () => (mustCheckLoss = true));

  async function run(): Promise<void> {
    while (!abort.signal.aborted) {
      try {
        await readOnce();
      } catch (error) {
        if (abort.signal.aborted) return;
        log.debug({ err: error }, 'reading the streams again');
        // A read that timed out on a connection that seems sound: the other side is gone without a word.
        if (blocking.status === 'ready') blocking.disconnect(true);
        await sleep(clock, RETRY_MS, abort.signal).catch(() => undefined);
      }
    }
  }

  async function readOnce(): Promise<void> {
    resetsId ??= (await blocking.xrevrange(resetsKey, '+', '-', 'COUNT', 1))[0]?.[0] ?? '0-0';
    if (mustCheckLoss) await checkLoss();
    const keys = [...followed.keys()];
    const ids = keys.map((key) => `${followed.get(key)?.seq ?? 0}-0`);
    const reply = await blocking.xread(
      ...(['COUNT', READ_COUNT, 'BLOCK', BLOCK_MS, 'STREAMS'] as const),
      ...[wakeKey, resetsKey, ...keys, wakeId, resetsId, ...ids],
    );
    for (const [key, entries] of reply ?? []) receive(key, entries);
  }

  function receive(key: string, entries: readonly [id: string, fields: string[]][]): void {
    const newestId = entries.at(-1)?.[0] ?? '0-0';
    if (key === wakeKey) wakeId = newestId;
    else if (key === resetsKey) {
      resetsId = newestId;
      for (const [, [, resetKey]] of entries) lose(resetKey ?? '', 'begins anew');
    } else deliver(key, entries);
  }

  function deliver(key: string, entries: readonly [id: string, fields: string[]][]): void {
    const entry = followed.get(key);
    if (entry === undefined) return;
    try {
      const events = entries.map(parseEntry);
      entry.seq = events.at(-1)?.seq ?? entry.seq;
      entry.follower.onEvents(events);
    } catch (error) {
      lose(key, error instanceof Error ? error.message : String(error));
    }
  }

  async function checkLoss(): Promise<void> {
    mustCheckLoss = false;
    for (const [key, { seq }] of [...followed]) if ((await newestSeq(blocking, key)) < seq) lose(key, 'was lost');
  }

  function lose(key: string, problem: string): void {
    const entry = followed.get(key);
    followed.delete(key);
    entry?.follower.onLost(new BusGapError(`stream ${key} ${problem}`));
  }

  function wake(): void {
    // While Redis is down this fails, and the reader reads its list again by itself when it is back.
    commands
      .multi()
      .xadd(wakeKey, 'MAXLEN', 1, '*', 'wake', '1')
      .expire(wakeKey, WAKE_KEY_TTL_SEC)
      .exec()
      .catch(() => undefined);
  }

  return {
    follow(key, fromSeq, follower) {
      const entry = { seq: fromSeq, follower };
      followed.set(key, entry);
      running ??= run();
      wake();
      return () => {
        if (followed.get(key) === entry) followed.delete(key);
      };
    },
    async close() {
      abort.abort(new Error('the stream reader closes'));
      blocking.disconnect();
      await running;
    },
  };
}
