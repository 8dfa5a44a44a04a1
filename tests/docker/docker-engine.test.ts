import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../platform/clock.ts';
import type { CatalogService } from '../../subgraphs/madre/catalog.ts';
import { addressIn, waitUntilReady } from '../../subgraphs/madre/probe.ts';
import { connectEngine } from '../../subgraphs/madre/runtimes/docker/engine/docker-engine.ts';
import { createDockerRuntime } from '../../subgraphs/madre/runtimes/docker/docker.ts';
import { selectRuntime } from '../../subgraphs/madre/runtimes/select.ts';
import type { Runtime } from '../../subgraphs/madre/runtimes/runtime.ts';
import { createComposeProject, type ComposeProject } from '../support/compose-project.ts';
import { BUSYBOX_IMAGE } from '../support/docker-images.ts';
import { freePort } from '../support/free-port.ts';
import { recordingLog } from '../support/recording-log.ts';
import { missing, testDockerHost } from '../support/requirements.ts';
import { aService } from '../support/service.ts';

const { signal } = new AbortController();

describe.skipIf(await missing('docker'))('containers of a real Docker engine', () => {
  let project: ComposeProject;
  let dataDir: string;
  let web: CatalogService;

  beforeEach(async () => {
    project = await createComposeProject();
    dataDir = mkdtempSync(join(tmpdir(), 'vx11-test-'));
    web = aService('web', { port: await freePort() });
  });
  afterEach(async () => {
    await project.remove();
    rmSync(dataDir, { recursive: true, force: true });
  });

  function open(dockerHost = testDockerHost, log = recordingLog().log): Runtime {
    const engine = connectEngine({ clock: systemClock, dockerHost, project: project.name });
    const runtime = createDockerRuntime({
      clock: systemClock,
      log,
      dataDir,
      engine,
      services: [web],
      detail: 'test',
    });
    onTestFinished(() => runtime.close());
    return runtime;
  }

  test('that ran out of memory say so', async () => {
    await project.add('web', { script: 'exec tail /dev/zero', memoryBytes: 16 * 1_048_576 });
    const runtime = open();
    await runtime.start(web, signal);
    await expect
      .poll(() => runtime.observe(web, signal))
      .toMatchObject({
        status: 'STOPPED',
        exit: { outOfMemory: true, exitCode: 137, requested: false },
      });
  });

  test('that end by themselves tell their exit code', async () => {
    await project.add('web', { script: 'echo about to fail >&2; exit 3' });
    const runtime = open();
    await runtime.start(web, signal);
    await expect
      .poll(() => runtime.observe(web, signal))
      .toMatchObject({ status: 'STOPPED', exit: { exitCode: 3, requested: false } });
    expect(await runtime.logs(web, { tail: 5 }, signal)).toMatchObject([
      { stream: 'STDERR', text: 'about to fail' },
    ]);
  });

  test('that were removed are missing, and found again once somebody creates them', async () => {
    await project.add('web', {});
    const runtime = open();
    expect(await runtime.observe(web, signal)).toEqual({ status: 'STOPPED', exit: null });
    await project.container('web').remove();
    expect(await runtime.observe(web, signal)).toMatchObject({ status: 'MISSING', reason: 'NOT_INSTALLED' });
    await project.add('web', {});
    await runtime.start(web, signal);
    expect(await runtime.observe(web, signal)).toMatchObject({
      status: 'RUNNING',
      image: 'vx11-test-busybox:local',
    });
  });

  test('are reached at the published port, else at their own address, else on the host network', async () => {
    await project.add('web', { port: web.port });
    const inside = aService('inside', { port: 80 });
    await project.add('inside', {});
    const onHost = aService('host', { port: await freePort() });
    await project.add('host', { port: onHost.port, hostNetwork: true });
    const runtime = open();
    for (const service of [web, inside, onHost]) {
      await runtime.start(service, signal);
      await waitUntilReady(runtime, service, { clock: systemClock, signal: AbortSignal.timeout(10_000) });
    }
    const addressOf = async (service: CatalogService) => addressIn(await runtime.observe(service, signal));
    expect(await addressOf(web)).toEqual({ host: '127.0.0.1', port: web.port });
    expect(await addressOf(inside)).toEqual({
      host: expect.stringMatching(/^172\./) as string,
      port: 80,
    });
    expect(await addressOf(onHost)).toEqual({ host: '127.0.0.1', port: onHost.port });
  });

  test('that compose made anew are used, and their log goes on, although the old ones are still there', async () => {
    const script = 'echo old; exec sleep 1000';
    const old = await project.add('web', { script });
    const runtime = open();
    runtime.watch(() => undefined);
    await runtime.start(web, signal);
    const follower = new AbortController();
    const texts: string[] = [];
    const following = (async () => {
      for await (const { text } of runtime.followLogs(web, { tail: 10 }, follower.signal)) texts.push(text);
    })();
    await expect.poll(() => texts).toEqual(['old']);
    // As compose does it: the old one is renamed, and removed after the new one was made.
    await old.rename({ name: `${project.name}-old` });
    await project.add('web', { script: 'echo new; exec sleep 1000' });
    await old.stop({ t: 0 });
    await expect.poll(() => runtime.observe(web, signal)).toEqual({ status: 'STOPPED', exit: null });
    await runtime.start(web, signal);
    await old.remove();
    await expect.poll(() => texts).toEqual(['old', 'new']);
    expect(await runtime.observe(web, signal)).toMatchObject({ status: 'RUNNING' });
    follower.abort();
    await following;
  });

  test('that the engine itself restarts are warned of, once', async () => {
    await project.add('web', { restartPolicy: 'always' });
    const { log, lines } = recordingLog();
    const runtime = open(testDockerHost, log);
    await runtime.observe(web, signal);
    await runtime.observe(web, signal);
    expect(lines).toMatchObject([{ container: `/${project.name}-web-1`, restart: 'always' }]);
  });

  test('are measured against their limit, without the page cache', async () => {
    await project.add('web', { port: web.port, memoryBytes: 64 * 1_048_576 });
    const runtime = open();
    await runtime.start(web, signal);
    await waitUntilReady(runtime, web, { clock: systemClock, signal: AbortSignal.timeout(10_000) });
    const began = performance.now();
    const stats = await runtime.stats(web, signal);
    expect(performance.now() - began).toBeLessThan(900);
    expect(stats).toMatchObject({
      memoryLimitBytes: 64 * 1_048_576,
      networkReceivedBytes: expect.any(Number) as number,
      networkSentBytes: expect.any(Number) as number,
    });
    expect(await runtime.peakMemory(web, signal)).toBeGreaterThanOrEqual(stats?.memoryBytes ?? NaN);
  });

  test.each([
    ['docker stop', (container: Docker.Container) => container.stop({ t: 5 }), true],
    ['docker stop that has to kill', (container: Docker.Container) => container.stop({ t: 0 }), true],
    ['docker kill -s INT', (container: Docker.Container) => container.kill({ signal: 'SIGINT' }), true],
    ['docker kill', (container: Docker.Container) => container.kill(), false],
  ] as const)('that ended by %s tell whether somebody asked them to', async (how, end, byHand) => {
    await project.add('web', {
      script: how.includes('kill') ? "trap '' TERM; while true; do sleep 1; done" : 'exec sleep 1000',
    });
    const runtime = open();
    await runtime.start(web, signal);
    await end(project.container('web'));
    await expect
      .poll(() => runtime.observe(web, signal))
      .toMatchObject({ status: 'STOPPED', exit: { requested: false, byHand } });
    // One that comes later asks the engine itself.
    expect(await open().observe(web, signal)).toMatchObject({ exit: { byHand } });
  });

  test('whose image is gone start all the same: the engine keeps what they are made of', async () => {
    const image = { repo: 'vx11-test-gone', tag: project.name };
    await project.docker.getImage(BUSYBOX_IMAGE).tag(image);
    await project.add('web', { image: `${image.repo}:${image.tag}`, script: 'exec sleep 1000' });
    await project.docker.getImage(`${image.repo}:${image.tag}`).remove({ force: true });
    const runtime = open();
    await runtime.start(web, signal);
    expect(await runtime.observe(web, signal)).toMatchObject({ status: 'RUNNING' });
  });

  test('whose program is not in their image end at once with 127', async () => {
    await project.add('web', { command: ['/no/such/program'] });
    const runtime = open();
    await runtime.start(web, signal);
    await expect
      .poll(() => runtime.observe(web, signal))
      .toMatchObject({ status: 'STOPPED', exit: { exitCode: 127, byHand: false } });
  });

  test('that somebody removed inside a stop are gone', async () => {
    await project.add('web', { script: "trap '' TERM; while true; do sleep 1; done" });
    const runtime = open();
    await runtime.start(web, signal);
    const stopping = runtime.stop({ ...web, stopGraceSec: 30 }, signal);
    await project.container('web').remove({ force: true });
    await stopping;
    expect(await runtime.observe(web, signal)).toMatchObject({ status: 'MISSING', reason: 'NOT_INSTALLED' });
  });

  test('of another project are nobody here', async () => {
    const other = await createComposeProject();
    onTestFinished(() => other.remove());
    await other.add('web', {});
    expect(await open().observe(web, signal)).toMatchObject({ status: 'MISSING', reason: 'NOT_INSTALLED' });
  });

  test('with two thousand lines of log give the newest', async () => {
    await project.add('web', { script: 'i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done' });
    const runtime = open();
    await runtime.start(web, signal);
    await expect.poll(async () => (await runtime.observe(web, signal)).status).toBe('STOPPED');
    const lines = await runtime.logs(web, { tail: 1_999 }, signal);
    expect([lines.length, lines[0]?.text, lines.at(-1)?.text]).toEqual([1_999, 'line 1', 'line 1999']);
  });

  test('are watched again after the event stream broke, and looked at as a whole', async () => {
    await project.add('web', {});
    const proxy = await openProxy(testDockerHost.replace(/^unix:\/\//, ''), join(dataDir, 'proxy.sock'));
    const runtime = open(`unix://${join(dataDir, 'proxy.sock')}`);
    const heard: (string | undefined)[] = [];
    runtime.watch((name) => heard.push(name));
    await expect.poll(() => heard).toEqual([undefined]);
    proxy.cut();
    await expect.poll(() => heard).toEqual([undefined, undefined]);
    await runtime.start(web, signal);
    await expect.poll(() => heard).toContain('web');
  });

  test('are chosen where the project has some, with the reason; child processes where it has none', async () => {
    const options = {
      runtime: 'auto' as const,
      clock: systemClock,
      log: recordingLog().log,
      dataDir,
      catalog: new Map([['web', web]]),
      composeProject: project.name,
      dockerHost: testDockerHost,
      hostEnv: {},
      childEnv: () => ({}),
    };
    const without = await selectRuntime(options, signal);
    expect(without.kind).toBe('PROCESS');
    expect((await without.describe(signal)).detail).toContain(
      `no container of compose project ${project.name}`,
    );
    await project.add('web', {});
    const chosen = await selectRuntime(options, signal);
    expect(chosen.kind).toBe('DOCKER');
    expect(await chosen.describe(signal)).toMatchObject({
      available: true,
      version: expect.stringMatching(/^\d+\./) as string,
    });
    await Promise.all([without.close(), chosen.close()]);
  });
});

/** Stands between a client and the engine's socket, so that a test can break what is open. */
async function openProxy(target: string, path: string): Promise<{ cut(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const engine = connect(target);
    for (const socket of [client, engine]) sockets.add(socket.on('error', () => undefined));
    client.pipe(engine).pipe(client);
  });
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => {
    server.close();
    cut();
  });
  return { cut };
}
