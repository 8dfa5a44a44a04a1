import { expect, it } from 'vitest';
import { createApp } from '../../gateway/app.ts';
import { readConfig } from '../../gateway/config.ts';
import { createInProcessBus } from '../../platform/bus/bus-in-process.ts';
import { freePort } from '../support/free-port.ts';
import { recordingLog } from '../support/recording-log.ts';
import { tempDir } from '../support/temp-dir.ts';

it('tells whoever closes the app what did not close, for its exit code', async () => {
  const config = readConfig({
    HOST: '127.0.0.1',
    PORT: String(await freePort()),
    VX11_DATA_DIR: tempDir(),
    VX11_RUNTIME: 'memory',
  });
  const bus = { ...createInProcessBus(), close: () => Promise.reject(new Error('cannot')) };
  const app = await createApp(config, { log: recordingLog().log, bus });
  expect(await app.close()).toEqual(['bus']);
});
