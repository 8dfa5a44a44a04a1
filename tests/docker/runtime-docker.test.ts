import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { describe } from 'vitest';
import { systemClock } from '../../platform/clock.ts';
import { connectEngine } from '../../subgraphs/madre/runtimes/docker/engine/docker-engine.ts';
import { createDockerRuntime } from '../../subgraphs/madre/runtimes/docker/docker.ts';
import type { Runtime } from '../../subgraphs/madre/runtimes/runtime.ts';
import { runtimeContract, type RuntimeFixture } from '../contract/runtime.ts';
import { createComposeProject } from '../support/compose-project.ts';
import { freePort } from '../support/free-port.ts';
import { recordingLog } from '../support/recording-log.ts';
import { missing, testDockerHost } from '../support/requirements.ts';
import { aService } from '../support/service.ts';

describe.skipIf(await missing('docker'))('with a real Docker engine', () => {
  runtimeContract('the docker runtime', openFixture);
});

/** Serves, and ends in order once somebody writes to the pipe. */
const untilTold =
  'mkfifo /tmp/end; echo begins; echo trouble >&2; httpd -p $PORT -h /www; read told < /tmp/end; exit 0';

async function openFixture(): Promise<RuntimeFixture> {
  const project = await createComposeProject();
  const dataDir = mkdtempSync(join(tmpdir(), 'vx11-test-'));
  const squatter = createServer().listen(await freePort(), '127.0.0.1');
  await once(squatter, 'listening');
  const address = squatter.address();
  const blockedPort = typeof address === 'object' && address !== null ? address.port : 0;
  const web = aService('web', {
    port: await freePort(),
    probe: { kind: 'http', path: '/health', timeoutMs: 1_000, expectStatus: 200 },
  });
  const stubborn = aService('stubborn', { port: await freePort(), stopGraceSec: 1 });
  const absent = aService('absent', { port: await freePort() });
  const blocked = aService('blocked', { port: blockedPort });
  await project.add('web', { port: web.port, script: untilTold });
  await project.add('stubborn', {
    port: stubborn.port,
    script: "trap '' TERM; httpd -p $PORT -h /www; while true; do sleep 1; done",
  });
  await project.add('blocked', { port: blocked.port });
  const opened: Runtime[] = [];
  const reopen = (): Runtime => {
    const engine = connectEngine({ clock: systemClock, dockerHost: testDockerHost, project: project.name });
    const services = [web, stubborn, absent, blocked];
    const runtime = createDockerRuntime({
      clock: systemClock,
      log: recordingLog().log,
      dataDir,
      engine,
      services,
      detail: 'chosen by the test',
    });
    opened.push(runtime);
    return runtime;
  };
  return {
    runtime: reopen(),
    reopen,
    web,
    stubborn,
    absent,
    blocked,
    async crash({ name }) {
      await project.container(name).kill();
    },
    async freeze({ name }) {
      await project.container(name).pause();
    },
    async stopByHand({ name }) {
      await project.container(name).stop();
    },
    endInOrder: () => runIn(project.container('web'), 'echo > /tmp/end'),
    async speak(from, to) {
      const loop = `i=${from}; while [ $i -le ${to} ]; do echo out $i >&3; echo err $i >&4; i=$((i+1)); done`;
      await runIn(project.container('web'), `{ ${loop}; } 3>/proc/1/fd/1 4>/proc/1/fd/2`);
    },
    async dispose() {
      squatter.close();
      await Promise.all(opened.map((runtime) => runtime.close()));
      await project.remove();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Its standard streams are the log of the container, where the command writes to those of process 1. */
async function runIn(container: Docker.Container, command: string): Promise<void> {
  const made = await container.exec({
    Cmd: ['/bin/sh', '-c', command],
    AttachStdout: true,
    AttachStderr: true,
  });
  const output = await made.start({});
  // It has ended when its own output has.
  for await (const _chunk of output);
}
