import { describe, expect, it, onTestFinished } from 'vitest';
import { createRateLimits, type RateLimits } from '../../gateway/limits/rate-limits.ts';
import { openRedis } from '../../platform/bus/redis.ts';
import { recordingLog } from '../support/recording-log.ts';
import { ownRedis, type OwnRedis } from '../support/redis-server.ts';
import { missing } from '../support/requirements.ts';

const absent = await missing('redis');
const QUERY = { kind: 'query', points: 1 } as const;

/** As one of several gateways has it. */
function gatewayOn({ url }: OwnRedis, callLimitMs = 250) {
  const { log, lines } = recordingLog();
  const redis = openRedis({ url, log, callLimitMs });
  onTestFinished(() => redis.disconnect());
  const limits = createRateLimits({ query: { points: 3, seconds: 3_600 } }, redis);
  return { limits, lines, redis };
}
async function codes(limits: RateLimits, count: number): Promise<unknown[]> {
  const answers = [];
  for (let sent = 0; sent < count; sent += 1) answers.push((await limits.take('ana', QUERY))?.code);
  return answers;
}

describe.skipIf(absent !== undefined)('rate limits on Redis', () => {
  it('are counted together by several gateways', async () => {
    const server = await ownRedis({ keepData: false });
    const [one, other] = [gatewayOn(server), gatewayOn(server)];
    await expect.poll(() => [one.redis.status, other.redis.status]).toEqual(['ready', 'ready']);
    expect(await codes(one.limits, 2)).toEqual([undefined, undefined]);
    expect(await codes(other.limits, 2)).toEqual([undefined, 'RATE_LIMITED']);
    expect((await one.limits.take('ana', QUERY))?.extensions['retryAfterMs']).toBeGreaterThan(3_500_000);
    expect(await one.limits.take('bo', QUERY)).toBeUndefined();
  });

  it('are counted by each gateway alone while Redis is away, at once, told in one line, and together again', async () => {
    const server = await ownRedis({ keepData: false });
    // Who waited for an answer would wait longer than the test.
    const { limits, lines, redis } = gatewayOn(server, 600_000);
    await expect.poll(() => redis.status).toBe('ready');
    expect(await codes(limits, 3)).toEqual([undefined, undefined, undefined]);
    await server.stop();
    await expect.poll(() => redis.status).not.toBe('ready');
    expect(await codes(limits, 5)).toEqual([undefined, undefined, undefined, 'RATE_LIMITED', 'RATE_LIMITED']);
    const told = (): number => lines.filter(({ msg }) => msg === 'redis does not answer').length;
    await expect.poll(told).toBe(1);
    await server.start();
    await expect.poll(() => redis.status, { timeout: 10_000 }).toBe('ready');
    // It forgot everything when it was stopped.
    expect(await codes(limits, 4)).toEqual([undefined, undefined, undefined, 'RATE_LIMITED']);
    expect(told()).toBe(1);
  });

  it('are counted in memory from the first operation where Redis was never there', async () => {
    const server = await ownRedis({ keepData: false });
    await server.stop();
    expect(await codes(gatewayOn(server).limits, 4)).toEqual([
      undefined,
      undefined,
      undefined,
      'RATE_LIMITED',
    ]);
  });
});
