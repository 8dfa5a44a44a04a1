import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createAnyApp } from '../../gateway/any-supergraph/any-app.ts';
import { readAnyConfig } from '../../gateway/any-supergraph/any-config.ts';
import { createRateLimits, type RateLimits } from '../../gateway/limits/rate-limits.ts';
import { openRedis } from '../../platform/bus/redis.ts';
import { composed, fed2 } from '../support/federation.ts';
import { serveForeignSubgraph } from '../support/foreign-subgraph.ts';
import { freePort } from '../support/free-port.ts';
import { createTestClient, type TestClient } from '../support/graphql-client.ts';
import { recordingLog } from '../support/recording-log.ts';
import { ownRedis, type OwnRedis } from '../support/redis-server.ts';
import { missing } from '../support/requirements.ts';
import { tempDir } from '../support/temp-dir.ts';

const absent = await missing('redis');
const sdl = fed2('type Query { me: String }');
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

  it('are counted together by whole gateways that are told of one Redis', async () => {
    const { url } = await ownRedis({ keepData: false });
    const subgraph = await serveForeignSubgraph(sdl, { Query: { me: () => 'Ada' } });
    onTestFinished(() => subgraph.close());
    const supergraph = join(tempDir(), 'supergraph.graphql');
    writeFileSync(
      supergraph,
      composed({ people: sdl }, () => subgraph.url),
    );
    const env = { REDIS_URL: url, VX11_RATE_LIMITS: 'query=30/3600' };
    const clients: TestClient[] = [];
    for (let count = 0; count < 2; count += 1) {
      const config = readAnyConfig(env, ['--supergraph', supergraph, '--port', String(await freePort())]);
      const app = await createAnyApp(config, { log: recordingLog().log });
      onTestFinished(async () => void (await app.close()));
      clients.push(createTestClient(app.url, ''));
    }
    const [one, other] = clients;
    const ask = async (client: TestClient | undefined) => (await client?.send('{ me }'))?.status;
    // One that is asked before its connection stands counts by itself.
    const redis = openRedis({ url, log: recordingLog().log, callLimitMs: 5_000 });
    onTestFinished(() => redis.disconnect());
    const counted = async () => Number(await redis.get('vx11:rate:query:anonymous'));
    for (const client of clients) {
      const before = await counted();
      await expect.poll(async () => (await ask(client), await counted())).toBeGreaterThan(before);
    }
    while ((await ask(one)) === 200);
    let asked = 0;
    // An answer of Redis that is late is done without.
    await expect.poll(() => ((asked += 1), ask(other))).toBe(429);
    // Alone it would have had more.
    expect(asked).toBeLessThan(15);
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
    await expect.poll(() => redis.status).toBe('ready');
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
