import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../platform/clock.ts';
import { waitUntilReady } from '../../subgraphs/madre/probe.ts';
import { connectEngine } from '../../subgraphs/madre/runtimes/docker/engine/docker-engine.ts';
import { createDockerRuntime } from '../../subgraphs/madre/runtimes/docker/docker.ts';
import { createComposeProject } from '../support/compose-project.ts';
import { freePort } from '../support/free-port.ts';
import { noOwnDocker, startOwnDocker } from '../support/own-docker.ts';
import { recordingLog } from '../support/recording-log.ts';
import { aService } from '../support/service.ts';
import { tempDir } from '../support/temp-dir.ts';

const { signal } = new AbortController();

describe.skipIf(noOwnDocker())('an engine that ends and comes back', () => {
  test.each(['SIGTERM', 'SIGKILL'] as const)(
    'by %s is told from one that answers, and used again',
    async (how) => {
      const engineOfTest = await startOwnDocker();
      onTestFinished(() => engineOfTest.close());
      const project = await createComposeProject(engineOfTest.host);
      const web = aService('web', { port: await freePort() });
      await project.add('web', { port: web.port, hostNetwork: true });
      const runtime = createDockerRuntime({
        clock: systemClock,
        log: recordingLog().log,
        dataDir: tempDir(),
        engine: connectEngine({ clock: systemClock, dockerHost: engineOfTest.host, project: project.name }),
        services: [web],
        detail: 'test',
      });
      onTestFinished(() => runtime.close());
      const heard: (string | undefined)[] = [];
      runtime.watch((name) => heard.push(name));
      await runtime.start(web, signal);
      await waitUntilReady(runtime, web, { clock: systemClock, signal: AbortSignal.timeout(10_000) });

      const back = engineOfTest.restart(how, 1_000);
      await expect.poll(async () => (await runtime.describe(signal)).available).toBe(false);
      await expect(runtime.observe(web, signal)).rejects.toThrow();
      await expect(runtime.stop(web, signal)).rejects.toThrow();
      heard.length = 0;

      await back;
      await expect.poll(() => heard).toContain(undefined);
      expect(await runtime.describe(signal)).toMatchObject({ available: true });
      expect(await runtime.observe(web, signal)).toMatchObject({
        status: 'STOPPED',
        exit: { requested: false, byHand: false },
      });
      await runtime.start(web, signal);
      await waitUntilReady(runtime, web, { clock: systemClock, signal: AbortSignal.timeout(10_000) });
      await runtime.stop(web, signal);
      expect(await runtime.observe(web, signal)).toMatchObject({ exit: { requested: true } });
      await project.remove();
    },
  );
});
