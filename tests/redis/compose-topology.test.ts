import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { writeCatalog } from '../support/catalog.ts';
import { freePort } from '../support/free-port.ts';
import { missing, testRedisUrl } from '../support/requirements.ts';
import { spawnSubgraph } from '../support/spawn-subgraph.ts';
import { startStack } from '../support/stack.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openReadyWindow, closeWindow, reached, watchWindow } from '../support/windows.ts';

const absent = await missing('redis');

// A database of its own, so that the streams of other tests are not in the way.
const redisUrl = new URL('/5', testRedisUrl).href;

test.skipIf(absent !== undefined)(
  "madre and the gateway apart, as compose runs them: madre's events travel through Redis to the subscriber",
  { timeout: 60_000 },
  async () => {
    const redis = new Redis(redisUrl);
    onTestFinished(async () => {
      await redis.flushdb();
      redis.disconnect();
    });
    await redis.flushdb();
    const madrePort = await freePort();
    const switchPort = await freePort();
    const shared = {
      VX11_CATALOG: writeCatalog(tempDir(), { switchPort }),
      VX11_SUBGRAPH_TOKEN: 'between-the-two',
      REDIS_URL: redisUrl,
    };
    await spawnSubgraph('madre', madrePort, { ...shared, VX11_DATA_DIR: tempDir(), VX11_RUNTIME: 'process' });
    const stack = await startStack({
      env: {
        ...shared,
        MADRE_URL: `http://127.0.0.1:${madrePort}`,
        SWITCH_URL: `http://127.0.0.1:${switchPort}`,
      },
    });
    onTestFinished(() => stack.close());

    const window = await openReadyWindow(stack, { services: ['switch'], ttlSec: 60 });
    // Read at once: the gateway must know of what its own mutation has brought about.
    expect(await stack.data('{ engines { id } }')).toEqual({ engines: [] });
    const changes = watchWindow(stack, window.id);
    expect((await changes.next()).data?.windowChanged.type).toBe('SNAPSHOT');
    await closeWindow(stack, window.id);
    await changes.until(reached('CLOSED'));
    await changes.close();

    const [stream] = await redis.keys('*stream:madre');
    const seqs = (await redis.xrange(stream ?? '', '-', '+')).map(([id]) => Number(id.split('-')[0]));
    const last = changes.received.at(-1)?.data?.windowChanged.seq;
    expect(seqs).toContain(last);

    const { status } = await stack.data<{
      status: { status: string; components: { service: { name: string }; state: string }[] };
    }>('{ status { status components { service { name } state } } }');
    expect(status.status).toBe('OK');
    const on = status.components.filter(({ state }) => state === 'ON').map(({ service }) => service.name);
    expect(on.sort()).toEqual(['madre', 'redis', 'tentaculo_link']);
  },
);
