import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../../platform/clock.ts';
import { connectEngine } from '../../../../subgraphs/madre/runtimes/docker/engine/docker-engine.ts';
import { createDockerRuntime } from '../../../../subgraphs/madre/runtimes/docker/docker.ts';
import { createMemoryMadre } from '../../../support/memory-madre.ts';
import { recordingLog } from '../../../support/recording-log.ts';
import { tempDir } from '../../../support/temp-dir.ts';

test('madre says within a second that the runtime went away, and that it is back', async () => {
  let available = true;
  let tell: () => void = () => undefined;
  const madre = await createMemoryMadre({
    dataDir: tempDir(),
    watch: (runtime) => ({
      ...runtime,
      describe: async () => ({ available, version: null, detail: 'as the test says' }),
      watch(listener) {
        tell = () => listener();
        return runtime.watch(listener);
      },
    }),
  });
  onTestFinished(() => madre.subgraph.close());
  const open = () =>
    madre.ask('mutation { openWindow(input: { services: ["alone"], ttlSec: 60 }) { ok code } }');
  const turn = async (to: boolean): Promise<unknown> => {
    available = to;
    tell();
    await madre.clock.advance(1_000);
    return madre.ask('{ powerState { runtime { available } } }');
  };
  expect(await turn(false)).toEqual({ powerState: { runtime: { available: false } } });
  expect(await open()).toEqual({ openWindow: { ok: false, code: 'RUNTIME_UNAVAILABLE' } });
  expect(await turn(true)).toEqual({ powerState: { runtime: { available: true } } });
  expect(await open()).toEqual({ openWindow: { ok: true, code: 'OK' } });
});

test('an engine that goes away is noticed as soon as its events end, and once more where it does not come back', async () => {
  const server = createServer((_request, response) => {
    response.writeHead(200).flushHeaders();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const dockerHost = `tcp://127.0.0.1:${port}`;
  const engine = connectEngine({ clock: systemClock, dockerHost, project: 'vx11' });
  const { log } = recordingLog();
  const runtime = createDockerRuntime({
    ...{ clock: systemClock, log, dataDir: tempDir(), engine, services: [], detail: 'test' },
  });
  onTestFinished(() => runtime.close());
  let told = 0;
  runtime.watch((name) => (told += name === undefined ? 1 : 0));
  await expect.poll(() => told).toBe(1);
  const lostAt = Date.now();
  server.closeAllConnections();
  server.close();
  await expect.poll(() => told, { interval: 10 }).toBe(3);
  expect(Date.now() - lostAt).toBeLessThan(1_000);
  expect(await runtime.describe(AbortSignal.timeout(1_000))).toMatchObject({ available: false });
});
