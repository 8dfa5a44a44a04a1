import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { packageRoot } from '../../schema/package-root.ts';
import { freePort } from '../support/free-port.ts';
import { isListening } from '../support/listening.ts';
import { spawnStack } from '../support/stack.ts';
import { openReadyWindow } from '../support/windows.ts';

test('a second server on the same data folder is refused in one line, and the services of the first go on', async () => {
  const port = await freePort();
  const first = await spawnStack({ services: [{ name: 'hermes', port }] });
  onTestFinished(() => first.close());
  await openReadyWindow(first, { services: ['hermes'], ttlSec: 60 });

  const second = spawn(process.execPath, [fileURLToPath(new URL('dist/gateway/main.js', packageRoot))], {
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: String(await freePort()),
      VX11_DATA_DIR: first.dataDir,
      VX11_RUNTIME: 'process',
      APOLLO_TELEMETRY_DISABLED: 'true',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let printed = '';
  second.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const [code] = (await once(second, 'exit')) as [number];
  expect(code).toBe(1);
  expect(printed).toBe(
    `another madre runs on the data folder ${first.dataDir}: stop it, or set VX11_DATA_DIR to another\n`,
  );
  expect(await isListening(port)).toBe(true);
});
