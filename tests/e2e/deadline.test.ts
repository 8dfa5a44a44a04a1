import { expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../gateway/app.ts';
import { readConfig } from '../../gateway/config.ts';
import { writeCatalog } from '../support/catalog.ts';
import { freePort } from '../support/free-port.ts';
import { createTestClient } from '../support/graphql-client.ts';
import { tempDir } from '../support/temp-dir.ts';

it('a mutation that waits beyond its limit is answered with DEADLINE_EXCEEDED, and what it began goes on', async () => {
  const dataDir = tempDir();
  const catalog = writeCatalog(dataDir, {
    services: [{ name: 'slow', port: await freePort(), args: ['--boot-ms', '2000'] }],
  });
  const config = readConfig({
    PORT: '0',
    VX11_DATA_DIR: dataDir,
    VX11_RUNTIME: 'process',
    VX11_CATALOG: catalog,
    PATH: process.env['PATH'],
    LOG_LEVEL: 'fatal',
  });
  const app = await createApp({ ...config, limits: { ...config.limits, mutationDeadlineMs: 300 } });
  onTestFinished(async () => void (await app.close()));
  const client = createTestClient(app.url);

  const answer = await client.send(
    'mutation { openWindow(input: { services: ["slow"], ttlSec: 60, waitUntilReady: true }) { ok } }',
  );
  // As docs/graphql-over-http.md says.
  expect([answer.status, answer.data]).toEqual([504, null]);
  expect(answer.errors).toMatchObject([
    { path: ['openWindow'], extensions: { code: 'DEADLINE_EXCEEDED', limitMs: 300 } },
  ]);

  const events = client.subscribe<{ windowChanged: { window: { state: string } } }>(
    'subscription { windowChanged { window { state } } }',
  );
  await events.until(({ data }) => data?.windowChanged.window.state === 'OPEN');
  await events.close();
});
