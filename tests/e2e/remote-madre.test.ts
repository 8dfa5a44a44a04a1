import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { packageRoot } from '../../schema/package-root.ts';
import { writeCatalog } from '../support/catalog.ts';
import { freePort } from '../support/free-port.ts';
import { startStack, type Stack } from '../support/stack.ts';
import { tempDir } from '../support/temp-dir.ts';

const SUBGRAPH_TOKEN = 'between-the-two';

/** madre alone, as in the compose topology. */
async function startMadre(port: number, catalog: string) {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('dist/subgraphs/serve.js', packageRoot)), 'madre', '--port', String(port)],
    {
      env: {
        PATH: process.env['PATH'] ?? '',
        APOLLO_TELEMETRY_DISABLED: 'true',
        VX11_SUBGRAPH_TOKEN: SUBGRAPH_TOKEN,
        VX11_DATA_DIR: tempDir(),
        VX11_RUNTIME: 'process',
        VX11_CATALOG: catalog,
        LOG_LEVEL: 'info',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await exited;
  });
  // Its first log line on standard error says that it is up.
  await once(child.stderr, 'data');
  return child;
}

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

  await startMadre(madrePort, catalog);
  const events = stack.subscribe<{ serviceChanged: { service: { name: string; state: string } } }>(
    'subscription { serviceChanged(names: ["switch"]) { service { name state } } }',
  );
  await events.next();
  const opened = await stack.data<{ openWindow: { ok: boolean } }>(
    'mutation { openWindow(input: { services: ["switch"], ttlSec: 60, waitUntilReady: true }) { ok } }',
  );
  expect(opened.openWindow.ok).toBe(true);
  await events.until(({ data }) => data?.serviceChanged.service.state === 'READY');
  expect(await readHealth(stack)).toMatchObject({
    status: 200,
    body: { subgraphs: { madre: { state: 'ready' }, switch: { state: 'ready' } } },
  });
  expect(await stack.data('{ engines { id } }')).toEqual({ engines: [] });
  await events.close();
});
