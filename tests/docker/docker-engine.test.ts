import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../platform/clock.ts';
import type { CatalogService } from '../../subgraphs/madre/catalog.ts';
import { waitUntilReady } from '../../subgraphs/madre/probe.ts';
import { connectEngine } from '../../subgraphs/madre/runtimes/docker/docker-engine.ts';
import { createDockerRuntime } from '../../subgraphs/madre/runtimes/docker/docker.ts';
import { selectRuntime } from '../../subgraphs/madre/runtimes/select.ts';
import type { Runtime } from '../../subgraphs/madre/runtimes/runtime.ts';
import { createComposeProject, type ComposeProject } from '../support/compose-project.ts';
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

  function open(dockerHost = testDockerHost): Runtime {
    const engine = connectEngine({ clock: systemClock, dockerHost, project: project.name });
    const runtime = createDockerRuntime({
      clock: systemClock,
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
      .poll(() => runtime.observe(web, signal), { timeout: 20_000 })
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
    expect(await runtime.observe(web, signal)).toEqual({ status: 'MISSING', reason: 'NOT_INSTALLED' });
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
    expect(await runtime.address(web, signal)).toEqual({ host: '127.0.0.1', port: web.port });
    expect(await runtime.address(inside, signal)).toEqual({
      host: expect.stringMatching(/^172\./) as string,
      port: 80,
    });
    expect(await runtime.address(onHost, signal)).toEqual({ host: '127.0.0.1', port: onHost.port });
  });

  test('of another project are nobody here', async () => {
    const other = await createComposeProject();
    onTestFinished(() => other.remove());
    await other.add('web', {});
    expect(await open().observe(web, signal)).toEqual({ status: 'MISSING', reason: 'NOT_INSTALLED' });
  });

  test('with two thousand lines of log give the newest', async () => {
    await project.add('web', { script: 'i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done' });
    const runtime = open();
    await runtime.start(web, signal);
    await expect
      .poll(async () => (await runtime.observe(web, signal)).status, { timeout: 10_000 })
      .toBe('STOPPED');
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
    await expect.poll(() => heard, { timeout: 5_000 }).toEqual([undefined, undefined]);
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
