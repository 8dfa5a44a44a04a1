import type { BusEvent } from './bus.ts';
import type { JsonValue } from '../json.ts';
import type { RedisConnection } from './redis.ts';

/** An event as Redis keeps it: with the seq published before it, so that a reader sees by itself whether one is missing. */
export interface StoredEvent extends BusEvent {
  readonly previousSeq: number;
}

/** A stream entry's id is `<seq>-0`. A seq that the stream already passed is left out, so that a publisher may repeat. */
const APPEND = `
local newest = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
local previous = '0'
if #newest > 0 then previous = string.match(newest[1][1], '^%d+') end
if tonumber(ARGV[1]) <= tonumber(previous) then return 0 end
if tonumber(ARGV[2]) > tonumber(previous) then previous = ARGV[2] end
redis.call('XADD', KEYS[1], 'MAXLEN', '=', ARGV[3], ARGV[1] .. '-0', 'previous', previous, 'data', ARGV[4])
return 1`;

export interface AppendOptions {
  readonly event: BusEvent;
  /** What this publisher sent before: shows a gap where Redis lost it. 0 where it does not remember. */
  readonly publishedSeq: number;
  readonly retainedEvents: number;
}

export async function appendEvent(
  redis: RedisConnection,
  key: string,
  options: AppendOptions,
): Promise<void> {
  const { event, publishedSeq, retainedEvents } = options;
  await redis.eval(APPEND, 1, key, event.seq, publishedSeq, retainedEvents, JSON.stringify(event.data));
}

/** 0 for a stream without entries. */
export async function newestSeq(redis: RedisConnection, key: string): Promise<number> {
  const [newest] = await redis.xrevrange(key, '+', '-', 'COUNT', 1);
  return newest === undefined ? 0 : seqOf(newest[0]);
}

/** The next events behind a seq, oldest first. */
export async function eventsBehind(
  redis: RedisConnection,
  key: string,
  seq: number,
  limit: number,
): Promise<readonly StoredEvent[]> {
  return (await redis.xrange(key, `(${seq}-0`, '+', 'COUNT', limit)).map(parseEntry);
}

export function parseEntry([id, fields]: readonly [id: string, fields: readonly string[]]): StoredEvent {
  const [previousName, previous, dataName, data] = fields;
  if (previousName !== 'previous' || dataName !== 'data' || data === undefined)
    throw new Error(`stream entry ${id} is not an event`);
  return { seq: seqOf(id), previousSeq: Number(previous), data: JSON.parse(data) as JsonValue };
}

/** Where the stream of resets ends. */
export async function newestId(redis: RedisConnection, key: string): Promise<string> {
  return (await redis.xrevrange(key, '+', '-', 'COUNT', 1))[0]?.[0] ?? '0-0';
}

/** Entry ids are `<milliseconds>-<number>`. */
export function isEarlierId(id: string, other: string): boolean {
  const [milliseconds = 0, number = 0] = id.split('-').map(Number);
  const [otherMilliseconds = 0, otherNumber = 0] = other.split('-').map(Number);
  return milliseconds === otherMilliseconds ? number < otherNumber : milliseconds < otherMilliseconds;
}

function seqOf(id: string): number {
  return Number(id.slice(0, id.indexOf('-')));
}
