import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { writeCatalog } from '../support/catalog.ts';
import { freePort } from '../support/free-port.ts';
import { isListening } from '../support/listening.ts';
import { spawnMadre } from '../support/spawn-madre.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openWindow } from '../support/windows.ts';

const STATE = '{ service(name: "hermes") { state startedAt } powerState { activeWindows { id } } }';

test.each(['stop', 'adopt', 'ignore'] as const)(
  'a program that somebody starts is none of the child processes, so startedByHand: %s means nothing: it only has the port',
  { timeout: 60_000 },
  async (startedByHand) => {
    const port = await freePort();
    const dataDir = tempDir();
    const services = [{ name: 'hermes', port, drift: { startedByHand } }];
    const byHand = spawn(process.execPath, ['tests/support/services/http-service.mjs'], {
      env: { PATH: process.env['PATH'] ?? '', PORT: String(port) },
      stdio: 'ignore',
    });
    onTestFinished(() => void byHand.kill('SIGKILL'));
    await expect.poll(() => isListening(port)).toBe(true);
    const madre = await spawnMadre({ dataDir, catalogFile: writeCatalog(dataDir, { services }) });
    onTestFinished(async () => void (await madre.stop()));

    const asIf = { service: { state: 'STOPPED', startedAt: null }, powerState: { activeWindows: [] } };
    expect(await madre.data(STATE)).toEqual(asIf);
    const { window } = await openWindow(madre, { services: ['hermes'], ttlSec: 60, waitUntilReady: true });
    expect(window?.state).toBe('FAILED');
    const failed = 'query ($id: ID!) { window(id: $id) { closeReason failure { code message } } }';
    expect(await madre.data(failed, { id: window?.id })).toEqual({
      window: {
        closeReason: 'START_FAILED',
        failure: { code: 'PORT_IN_USE', message: `port ${port} of hermes is taken by another program` },
      },
    });
    expect(await isListening(port)).toBe(true);

    byHand.kill('SIGKILL');
    await once(byHand, 'exit');
    const again = await openWindow(madre, { services: ['hermes'], ttlSec: 60, waitUntilReady: true });
    expect(again.window?.state).toBe('OPEN');
  },
);
