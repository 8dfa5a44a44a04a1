import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../platform/clock.ts';
import type { CatalogService } from '../../subgraphs/madre/catalog.ts';
import { createProcessRuntime } from '../../subgraphs/madre/runtimes/process/process.ts';
import type { Runtime } from '../../subgraphs/madre/runtimes/runtime.ts';
import { freePort } from '../support/free-port.ts';
import { httpService } from '../support/http-service.ts';
import { processOf } from '../support/process-of.ts';
import { recordingLog } from '../support/recording-log.ts';
import { runtimeContract, type RuntimeFixture } from './runtime.ts';

runtimeContract('the process runtime', async (): Promise<RuntimeFixture> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'vx11-test-'));
  const opened: Runtime[] = [];
  const reopen = (): Runtime => {
    const runtime = createProcessRuntime({
      clock: systemClock,
      log: recordingLog().log,
      dataDir,
      hostEnv: process.env,
      childEnv: () => ({}),
      detail: 'chosen by the test',
    });
    opened.push(runtime);
    return runtime;
  };
  const squatter = createServer().listen(await freePort(), '127.0.0.1');
  await once(squatter, 'listening');
  const address = squatter.address();
  const blockedPort = typeof address === 'object' && address !== null ? address.port : 0;
  const signalTo = async (service: CatalogService, signal: NodeJS.Signals): Promise<void> => {
    process.kill(await processOf(opened.at(-1), service), signal);
  };
  const web = httpService('web', await freePort());
  return {
    runtime: reopen(),
    reopen,
    web,
    stubborn: httpService('stubborn', await freePort(), ['--ignore-sigterm'], { stopGraceSec: 1 }),
    absent: httpService('absent', await freePort(), [], { process: undefined }),
    blocked: httpService('blocked', blockedPort),
    crash: (service) => signalTo(service, 'SIGKILL'),
    freeze: (service) => signalTo(service, 'SIGSTOP'),
    stopByHand: (service) => signalTo(service, 'SIGINT'),
    async endInOrder() {
      await fetch(`http://127.0.0.1:${web.port}/end`);
    },
    async speak(from, to) {
      await fetch(`http://127.0.0.1:${web.port}/speak?from=${from}&to=${to}`);
    },
    async dispose() {
      squatter.close();
      await opened.at(-1)?.close();
      await reopen().close({ stopAll: true });
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
});
