import type { Config } from '../../../gateway/config.ts';
import { openRedis } from '../../../platform/bus/redis.ts';
import { createLogger } from '../../../platform/log.ts';
import { fails, ok, skipped, type Check } from '../check.ts';

const ANSWER_LIMIT_MS = 2_000;

export async function checkRedis({ redisUrl }: Config): Promise<Check> {
  if (redisUrl === undefined) return skipped('redis', 'not configured: events stay in the process');
  const where = redisUrl.replace(/\/\/[^/@]*@/, '//***@');
  const redis = openRedis({
    url: redisUrl,
    log: createLogger('silent', 'doctor'),
    callLimitMs: ANSWER_LIMIT_MS,
  });
  try {
    await redis.ping();
    return ok('redis', `answers at ${where}`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return fails(
      'redis',
      `no answer at ${where} (${why})`,
      'Start Redis, or unset REDIS_URL where one process is enough.',
    );
  } finally {
    redis.disconnect();
  }
}
