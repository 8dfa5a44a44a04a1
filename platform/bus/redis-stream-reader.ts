import { BusGapError } from './bus.ts';
import { sleep, type Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { RedisConnection } from './redis.ts';
import { isEarlierId, newestSeq, parseEntry, type StoredEvent } from './redis-stream.ts';

export interface Follower {
  onEvents(events: readonly StoredEvent[]): void;
  /** The stream was reset, lost or broken; it is not followed any more. */
  onLost(error: BusGapError): void;
}

/** Where following begins: read from Redis by the follower, the reset first, so that none slips in between. */
export interface Position {
  readonly resetId: string;
  readonly seq: number;
}

/** Follows many streams over one connection of its own, which blocks in a single XREAD. Begins to read at the first follow(). */
export interface StreamReader {
  /** From behind the position on; at most one follower for a key. Returns what ends it. */
  follow(key: string, from: Position, follower: Follower): () => void;
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

type Entry = readonly [id: string, fields: string[]];

interface Followed {
  seq: number;
  /** Resets up to this entry happened before it began. */
  resetId: string;
  readonly follower: Follower;
}

export function createStreamReader(options: StreamReaderOptions): StreamReader {
  const { blocking, commands, clock, log, wakeKey, resetsKey } = options;
  const followed = new Map<string, Followed>();
  const abort = new AbortController();
  let wakeId = '0-0';
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
    if (mustCheckLoss) await checkLoss();
    const asked = [...followed];
    const keys = asked.map(([key]) => key);
    const ids = asked.map(([, { seq }]) => `${seq}-0`);
    const reply = await blocking.xread(
      ...(['COUNT', READ_COUNT, 'BLOCK', BLOCK_MS, 'STREAMS'] as const),
      ...[wakeKey, resetsKey, ...keys, wakeId, earliestResetId(asked), ...ids],
    );
    for (const [key, entries] of reply ?? []) {
      if (key === wakeKey) wakeId = entries.at(-1)?.[0] ?? wakeId;
      else if (key === resetsKey) applyResets(asked, entries);
      else deliver(key, entries);
    }
  }

  /** Who began to follow during the read has a place of its own in the resets, and is served by the next read. */
  function applyResets(asked: readonly (readonly [string, Followed])[], entries: readonly Entry[]): void {
    for (const [id, [, resetKey]] of entries) {
      for (const [key, entry] of asked) {
        if (!isEarlierId(entry.resetId, id)) continue;
        entry.resetId = id;
        if (key === resetKey && followed.get(key) === entry) lose(key, 'begins anew');
      }
    }
  }

  function deliver(key: string, entries: readonly Entry[]): void {
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
    for (const [key, { seq }] of [...followed])
      if ((await newestSeq(blocking, key)) < seq) lose(key, 'was lost');
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
    follow(key, from, follower) {
      const entry = { ...from, follower };
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

/** '$' would miss what comes between two reads; without followers nobody minds. */
function earliestResetId(asked: readonly (readonly [string, Followed])[]): string {
  const [first, ...rest] = asked.map(([, { resetId }]) => resetId);
  return rest.reduce((earliest, id) => (isEarlierId(id, earliest) ? id : earliest), first ?? '$');
}
