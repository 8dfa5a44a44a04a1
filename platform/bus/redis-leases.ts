import { randomUUID } from 'node:crypto';
import type { Logger } from '../log.ts';
import { openRedis } from './redis.ts';

/** Leases that several processes agree on: of each name at most one of them has it at a time. */
export interface Leases {
  /** 0 where this process has it now, for ttlMs; else for how many milliseconds another has it yet. Rejects where Redis does not answer. */
  take(name: string, ttlMs: number): Promise<number>;
  /** Ends this process' lease after so long, at once for 0. Does nothing where it is another's by now. */
  giveBack(name: string, afterMs: number): Promise<void>;
  close(): void;
}

/** Who waits is the one that would have the lease; long enough for a machine that is short of time, not for a Redis that is gone. */
const CALL_LIMIT_MS = 2_000;

const TAKE = `
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 0 end
if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return 0
end
return math.max(1, redis.call('PTTL', KEYS[1]))`;

/** Kept for a while, it keeps the others away; who has it may take it again. */
const GIVE_BACK = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if tonumber(ARGV[2]) <= 0 then return redis.call('DEL', KEYS[1]) end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;

export function createRedisLeases(options: {
  readonly url: string;
  readonly log: Logger;
  readonly prefix?: string;
}): Leases {
  const { url, log, prefix = 'vx11:lease:' } = options;
  const redis = openRedis({ url, log, callLimitMs: CALL_LIMIT_MS });
  const holder = randomUUID();
  return {
    take: async (name, ttlMs) =>
      Number(await redis.eval(TAKE, 1, prefix + name, holder, Math.max(1, Math.ceil(ttlMs)))),
    async giveBack(name, afterMs) {
      await redis.eval(GIVE_BACK, 1, prefix + name, holder, Math.ceil(afterMs));
    },
    close: () => redis.disconnect(),
  };
}
