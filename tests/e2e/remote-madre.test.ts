import { request } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { writeCatalog } from '../support/catalog.ts';
import { freePort } from '../support/free-port.ts';
import { spawnSubgraph } from '../support/spawn-subgraph.ts';
import { startStack, type Stack } from '../support/stack.ts';
import { tempDir } from '../support/temp-dir.ts';

const SUBGRAPH_TOKEN = 'between-the-two';

async function readHealth(stack: Stack): Promise<{ status: number; body: unknown }> {
  const response = await request(`${stack.url}/health/ready`);
  return { status: response.statusCode, body: await response.body.json() };
}

it('serves the same graph with madre in a process of its own, and says so while that one is away', async () => {
  const madrePort = await freePort();
  const switchPort = await freePort();
  const catalog = writeCatalog(tempDir(), { switchPort, services: [] });
  const stack = await startStack({
    env: {
      VX11_CATALOG: catalog,
      VX11_TEST_SWITCH_PORT: String(switchPort),
      MADRE_URL: `http://127.0.0.1:${madrePort}`,
      VX11_SUBGRAPH_TOKEN: SUBGRAPH_TOKEN,
    },
  });
  onTestFinished(() => stack.close());

  const away = await stack.send('{ sessions { totalCount } services { name } }');
  expect(away.status).toBe(200);
  expect(away.errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['SERVICE_UNREACHABLE']);
  expect(await readHealth(stack)).toMatchObject({
    status: 503,
    body: { status: 'unready', subgraphs: { madre: { state: 'unreachable' }, operator: { state: 'ready' } } },
  });

  await spawnSubgraph('madre', madrePort, {
    VX11_SUBGRAPH_TOKEN: SUBGRAPH_TOKEN,
    VX11_DATA_DIR: tempDir(),
    VX11_RUNTIME: 'process',
    VX11_CATALOG: catalog,
  });
  // The gateway comes back to madre by itself; until then it does not know whether switch is off or only out of sight.
  await expect
    .poll(() => readHealth(stack))
    .toMatchObject({ status: 200, body: { subgraphs: { switch: { state: 'asleep', reason: 'STOPPED' } } } });
  const opened = await stack.data<{ openWindow: { ok: boolean } }>(
    'mutation { openWindow(input: { services: ["switch"], ttlSec: 60, waitUntilReady: true }) { ok } }',
  );
  expect(opened.openWindow.ok).toBe(true);
  await expect
    .poll(() => readHealth(stack))
    .toMatchObject({
      status: 200,
      body: { subgraphs: { madre: { state: 'ready' }, switch: { state: 'ready' } } },
    });
  expect(await stack.data('{ engines { id } }')).toEqual({ engines: [] });
});
