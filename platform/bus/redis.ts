import { Redis } from 'ioredis';
import type { Logger } from '../log.ts';

export type RedisConnection = Redis;

export interface RedisOptions {
  readonly url: string;
  readonly log: Logger;
  /** A call that Redis did not answer within this time rejects, also while there is no connection. */
  readonly callLimitMs: number;
}

const SLOWEST_RECONNECT_MS = 2_000;

/**
 * A connection that comes back by itself, at the latest every two seconds. Calls in flight when it breaks reject: the
 * caller knows whether repeating is harmless. Connects at the first call. Its owner ends it with disconnect().
 */
export function openRedis(options: RedisOptions): RedisConnection {
  const connection = new Redis(options.url, {
    lazyConnect: true,
    commandTimeout: options.callLimitMs,
    connectTimeout: 5_000,
    autoResendUnfulfilledCommands: false,
    // Zero: what waits for an answer, or for a connection, rejects with each failed attempt instead of piling up.
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(SLOWEST_RECONNECT_MS, 50 * 2 ** Math.min(attempt, 10)),
  });
  // Without a listener ioredis prints; with one that logs each attempt a long outage floods. So: the first of an outage only.
  let down = false;
  connection.on('error', (error: Error) => {
    if (!down) options.log.warn({ err: error }, 'redis does not answer');
    down = true;
  });
  connection.on('ready', () => {
    if (down) options.log.info('redis answers again');
    down = false;
  });
  return connection;
}
