import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../../platform/clock.ts';
import { waitUntilReady } from '../../../../subgraphs/madre/probe.ts';
import { startTimeOf } from '../../../../subgraphs/madre/runtimes/process/os-process.ts';
import { createProcessRuntime } from '../../../../subgraphs/madre/runtimes/process/process.ts';
import { toExit } from '../../../../subgraphs/madre/runtimes/process/runs/run-exit.ts';
import { carriersOf } from '../../../../subgraphs/madre/runtimes/process/runs/run-processes.ts';
import type { Runtime } from '../../../../subgraphs/madre/runtimes/runtime.ts';
import type { CatalogService } from '../../../../subgraphs/madre/catalog.ts';
import { freePort } from '../../../support/free-port.ts';
import { httpService } from '../../../support/http-service.ts';
import { processOf } from '../../../support/process-of.ts';
import { recordingLog } from '../../../support/recording-log.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const { signal } = new AbortController();

const earlierRun = JSON.stringify({
  ...{ pid: 1, startTime: 'another boot:1', marker: 'of-an-earlier-run', startedAtMs: 1, restartCount: 0 },
  ...{ stopGraceSec: 1, stopRequested: false, exit: null },
});

describe('a service as a process', () => {
  test('gets a minimal environment, its own and what madre hands it', async () => {
    const runtime = open(tempDir(), {
      hostEnv: { PATH: process.env['PATH'], HOME: '/home/x', TZ: 'UTC', SECRET: 'no' },
      childEnv: ({ name }) => ({ HANDED: name }),
    });
    const web = httpService('web', await freePort());
    const own = {
      command: 'node',
      args: ['tests/support/services/http-service.mjs'],
      cwd: '.',
      env: { OWN: '1', PORT: '1' },
    };
    await startReady(runtime, { ...web, process: own });
    const printed = (await runtime.logs(web, { tail: 100 }, signal)).find(({ text }) =>
      text.startsWith('environment '),
    );
    expect(printed).toMatchObject({ stream: 'STDERR' });
    expect(JSON.parse(printed?.text.slice('environment '.length) ?? '')).toEqual([
      'APOLLO_TELEMETRY_DISABLED',
      'HANDED',
      'HOME',
      'HOST',
      'OWN',
      'PATH',
      'PORT',
      'TZ',
      'VX11_RUN',
    ]);
  });

  test('that ends by itself is stopped with its exit code, and counts its runs', async () => {
    const runtime = open(tempDir());
    const failing = httpService('failing', await freePort(), ['--exit-code', '7']);
    for (const run of [1, 2]) {
      await runtime.start(failing, signal);
      const exit = { exitCode: 7, requested: false, outOfMemory: false };
      await expect
        .poll(() => runtime.observe(failing, signal), { timeout: 5_000 })
        .toMatchObject({ status: 'STOPPED', exit });
      expect(await runs(runtime, failing)).toBe(run);
    }
    await runtime.start({ ...failing, process: httpService('failing', failing.port).process }, signal);
    expect(await runtime.observe(failing, signal)).toMatchObject({ status: 'RUNNING', restartCount: 2 });
  });

  test('is gone with its whole group when stop resolves', async () => {
    const runtime = open(tempDir());
    const family = httpService('family', await freePort(), ['--child'], { stopGraceSec: 1 });
    await startReady(runtime, family);
    const [parent, child] = [await processOf(runtime, family), await processOf(runtime, family, 'child')];
    expect([startTimeOf(parent), startTimeOf(child)]).not.toContain(undefined);
    await runtime.stop(family, signal);
    expect([startTimeOf(parent), startTimeOf(child)]).toEqual([undefined, undefined]);
  });

  test('leaves nothing of its group behind when it crashes', async () => {
    const runtime = open(tempDir());
    const family = httpService('family', await freePort(), ['--child']);
    await startReady(runtime, family);
    const child = await processOf(runtime, family, 'child');
    process.kill(await processOf(runtime, family), 'SIGKILL');
    await expect.poll(() => startTimeOf(child)).toBeUndefined();
  });

  test('is gone with what left its group and session, when it is stopped and when it crashes', async () => {
    const runtime = open(tempDir());
    const family = httpService('family', await freePort(), ['--escaping-child'], { stopGraceSec: 1 });
    for (const end of ['stop', 'crash']) {
      await startReady(runtime, family);
      const child = await processOf(runtime, family, 'child');
      if (end === 'stop') await runtime.stop(family, signal);
      else process.kill(await processOf(runtime, family), 'SIGKILL');
      await expect.poll(() => startTimeOf(child)).toBeUndefined();
    }
    // The one that crashed left its port free.
    await startReady(runtime, family);
  });

  test('is measured with what it has started', async () => {
    const runtime = open(tempDir());
    const family = httpService('family', await freePort(), ['--escaping-child']);
    await startReady(runtime, family);
    const stats = await runtime.stats(family, signal);
    expect(stats).toMatchObject({ processes: 2, memoryLimitBytes: null, networkSentBytes: null });
    expect(stats?.cpuMs).toBeGreaterThan(0);
    const peak = (await runtime.peakMemory(family, signal)) ?? 0;
    expect(peak).toBeGreaterThanOrEqual(stats?.memoryBytes ?? NaN);
    process.kill(await processOf(runtime, family, 'child'), 'SIGKILL');
    await expect.poll(async () => (await runtime.stats(family, signal))?.processes).toBe(1);
    // What was measured once in a run is not forgotten in it.
    expect(await runtime.peakMemory(family, signal)).toBeGreaterThanOrEqual(peak);
  });

  test('whose program is not on this machine is missing', async () => {
    const runtime = open(tempDir());
    const absent = httpService('absent', await freePort(), [], {
      process: { command: 'no-such-program', args: [], env: {}, cwd: '.' },
    });
    expect(await runtime.observe(absent, signal)).toEqual({
      status: 'MISSING',
      reason: 'NOT_INSTALLED',
      detail: `the command of absent is missing: no no-such-program in PATH (${process.env['PATH']})`,
    });
    const misplaced = httpService('misplaced', await freePort(), [], {
      process: { command: './no-such-file', args: [], env: {}, cwd: '/tmp' },
    });
    expect(await runtime.observe(misplaced, signal)).toMatchObject({
      detail: 'the command of misplaced is missing: no executable file /tmp/no-such-file',
    });
    const homeless = httpService('homeless', await freePort(), [], {
      process: { command: 'node', args: [], env: {}, cwd: 'no/such/folder' },
    });
    await expect(runtime.start(homeless, signal)).rejects.toMatchObject({
      reason: 'NOT_INSTALLED',
      message: expect.stringMatching(
        /the folder that homeless runs in is missing: .*no\/such\/folder/,
      ) as string,
    });
  });

  test('is found on the PATH of madre', async () => {
    const runtime = open(tempDir(), { hostEnv: { PATH: `/no/such/folder:${process.env['PATH']}` } });
    const sleeping = httpService('sleeping', await freePort(), [], {
      process: { command: 'sleep', args: ['60'], env: {}, cwd: '.' },
    });
    await runtime.start(sleeping, signal);
    expect(await runtime.observe(sleeping, signal)).toMatchObject({ status: 'RUNNING' });
  });
});

describe('a process runtime', () => {
  test('takes no process for its own that only has the recorded id, and never signals it', async () => {
    const dataDir = tempDir();
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], {
      detached: true,
      stdio: 'ignore',
    });
    onTestFinished(() => void stranger.kill('SIGKILL'));
    await once(stranger, 'spawn');
    record(dataDir, 'web', { pid: stranger.pid, startTime: 'another boot:1' });
    const runtime = open(dataDir);
    const web = httpService('web', await freePort());
    expect(await runtime.observe(web, signal)).toMatchObject({
      status: 'STOPPED',
      exit: { exitCode: null, requested: false },
    });
    await runtime.stop(web, signal);
    await runtime.close({ stopAll: true });
    expect(startTimeOf(stranger.pid ?? 0)).toBeDefined();
  });

  test('finds what an earlier one had started when it was killed before it could write that down', async () => {
    const dataDir = tempDir();
    const web = httpService('web', await freePort(), ['--escaping-child']);
    launched(dataDir, web, 'of-this-run');
    const { pid } = start(web, 'of-this-run');
    const runtime = open(dataDir);
    expect(await runtime.observe(web, signal)).toMatchObject({ status: 'RUNNING', restartCount: 4 });
    expect(readdirSync(join(dataDir, 'run'))).toEqual(['web.json']);
    await waitUntilReady(runtime, web, { clock: systemClock, signal: AbortSignal.timeout(10_000) });
    await runtime.stop(web, signal);
    expect(startTimeOf(pid)).toBeUndefined();
    await runtime.start(web, signal);
  });

  test('ends what an earlier one had started where its first process is gone, and no other', async () => {
    const dataDir = tempDir();
    const web = httpService('web', await freePort(), [
      '--escaping-child',
      '--exit-code',
      '0',
      '--exit-ms',
      '300',
    ]);
    const other = start(httpService('other', await freePort()), 'of-another-run');
    launched(dataDir, web, 'of-this-run');
    const { child } = start(web, 'of-this-run');
    await once(child, 'exit');
    expect(carriersOf('of-this-run')).toHaveLength(1);
    const runtime = open(dataDir);
    await expect.poll(() => carriersOf('of-this-run')).toEqual([]);
    expect(await runtime.observe(web, signal)).toEqual({ status: 'STOPPED', exit: null });
    expect(startTimeOf(other.pid)).toBeDefined();
  });

  test('makes nothing of a record that cannot be read', async () => {
    const dataDir = tempDir();
    record(dataDir, 'web', { pid: 'x' });
    writeFileSync(join(dataDir, 'run', 'other.json'), '{"pid":');
    const runtime = open(dataDir);
    expect(await runtime.observe(httpService('web', await freePort()), signal)).toEqual({
      status: 'STOPPED',
      exit: null,
    });
  });

  test.each([
    ['is gone', undefined],
    ['is cut off', '{"pid":'],
    ['is empty', ''],
    ['tells of an earlier run', earlierRun],
  ])('finds what an earlier one had started where its record %s', async (_what, broken) => {
    const dataDir = tempDir();
    const web = httpService('web', await freePort(), ['--escaping-child']);
    const other = httpService('other', await freePort());
    const inAnotherFolder = open(tempDir());
    await startReady(inAnotherFolder, other);

    const first = open(dataDir);
    await startReady(first, web);
    const seen = await first.observe(web, signal);
    const pid = (await processOf(first, web)) ?? 0;
    await first.close();
    const file = join(dataDir, 'run', 'web.json');
    if (broken === undefined) rmSync(file);
    else writeFileSync(file, broken);

    const runtime = open(dataDir);
    const found = await runtime.observe(web, signal);
    expect(found).toMatchObject({ status: 'RUNNING' });
    const [startedAtMs, asFound] = [seen, found].map((each) =>
      'startedAtMs' in each ? each.startedAtMs : 0,
    );
    expect(Math.abs((startedAtMs ?? 0) - (asFound ?? 0))).toBeLessThan(2_000);
    await runtime.stop(web, signal);
    expect(startTimeOf(pid)).toBeUndefined();
    // Its port is free, also of what left the group.
    await startReady(runtime, web);
    expect(await inAnotherFolder.observe(other, signal)).toMatchObject({ status: 'RUNNING' });
  });

  test('ends what an earlier one left, when it closes with stopAll, each within its own grace', async () => {
    const dataDir = tempDir();
    const services = [
      httpService('one', await freePort()),
      httpService('two', await freePort(), ['--ignore-sigterm'], { stopGraceSec: 1 }),
    ];
    const earlier = open(dataDir);
    await Promise.all(services.map((service) => startReady(earlier, service)));
    const pids = await Promise.all(services.map((service) => processOf(earlier, service)));
    await earlier.close();
    expect(pids.map(startTimeOf)).not.toContain(undefined);
    await open(dataDir).close({ stopAll: true });
    expect(pids.map(startTimeOf)).toEqual([undefined, undefined]);
  });

  test('ends a service that does not end when asked within its own bound when it closes, also inside a longer stop', async () => {
    const runtime = open(tempDir());
    const services = [
      httpService('deaf', await freePort(), ['--ignore-sigterm', '--child'], { stopGraceSec: 3_600 }),
      httpService('stopping', await freePort(), ['--ignore-sigterm'], { stopGraceSec: 3_600 }),
    ];
    await Promise.all(services.map((service) => startReady(runtime, service)));
    const pids = await Promise.all([
      ...services.map((service) => processOf(runtime, service)),
      processOf(runtime, services[0] as CatalogService, 'child'),
    ]);
    const stopping = runtime.stop(services[1] as CatalogService, signal);
    const began = performance.now();
    await runtime.close({ stopAll: true });
    expect(performance.now() - began).toBeLessThan(9_000);
    expect(pids.map(startTimeOf)).toEqual([undefined, undefined, undefined]);
    await stopping;
  });

  test('begins no run after it began to close, although a start was waiting for a stop', async () => {
    const runtime = open(tempDir());
    const web = httpService('web', await freePort());
    await startReady(runtime, web);
    const stopping = runtime.stop(web, signal);
    const starting = runtime.start(web, signal);
    await Promise.all([runtime.close({ stopAll: true }), expect(starting).rejects.toThrow('madre ends')]);
    await stopping;
    expect(await runtime.observe(web, signal)).toMatchObject({ status: 'STOPPED' });
  });

  test('leaves the logs alone where it only looks and stops beside another one', async () => {
    const dataDir = tempDir();
    const web = httpService('web', await freePort());
    const first = open(dataDir);
    await startReady(first, web);
    await first.close();
    const files = ['web.out.log', 'web.err.log', 'web.log-index'].map((name) => join(dataDir, 'logs', name));
    const before = files.map((file) => readFileSync(file, 'utf8'));
    const beside = open(dataDir, { keepsLogs: false });
    expect(await beside.observe(web, signal)).toMatchObject({ status: 'RUNNING' });
    expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(before);
    await beside.stop(web, signal);
    expect(readFileSync(files[2] ?? '', 'utf8')).toBe(before[2]);
  });

  test('stops a service although it cannot write that down', async () => {
    const dataDir = tempDir();
    const runtime = open(dataDir);
    const web = httpService('web', await freePort());
    await startReady(runtime, web);
    const pid = await processOf(runtime, web);
    rmSync(join(dataDir, 'run'), { recursive: true });
    writeFileSync(join(dataDir, 'run'), 'in the way of the folder');
    await runtime.stop(web, signal);
    expect(startTimeOf(pid)).toBeUndefined();
  });

  test('has the record on the disk when a start resolves', async () => {
    const dataDir = tempDir();
    const runtime = open(dataDir);
    const web = httpService('web', await freePort());
    await runtime.start(web, signal);
    const written: unknown = JSON.parse(readFileSync(join(dataDir, 'run', 'web.json'), 'utf8'));
    await expect.poll(() => processOf(runtime, web)).toBe((written as { pid: number }).pid);
    expect(readdirSync(join(dataDir, 'run'))).toEqual(['web.json']);
  });
});

describe('the end of a process', () => {
  test.each([
    [{ code: 0, signal: null }, false, { exitCode: 0, byHand: false }],
    [{ code: 3, signal: null }, false, { exitCode: 3, byHand: false }],
    [{ code: 143, signal: null }, false, { exitCode: 143, byHand: true }],
    [{ code: null, signal: 'SIGTERM' }, false, { exitCode: 143, byHand: true }],
    [{ code: null, signal: 'SIGINT' }, false, { exitCode: 130, byHand: true }],
    [{ code: null, signal: 'SIGKILL' }, false, { exitCode: 137, byHand: false }],
    [{ code: null, signal: 'SIGSEGV' }, false, { exitCode: 139, byHand: false }],
    [{ code: null, signal: 'SIGTERM' }, true, { exitCode: 143, byHand: false }],
    [{ code: null, signal: null }, false, { exitCode: null, byHand: false }],
  ] as const)('%o, by our own stop: %s', (end, requested, exit) => {
    expect(toExit(end, { requested, atMs: 7 })).toEqual({ ...exit, requested, outOfMemory: false, atMs: 7 });
  });
});

/** Started as the runtime starts it, by somebody who could not write the record of the run. */
function start(
  service: CatalogService,
  marker: string,
): { readonly pid: number; readonly child: ChildProcess } {
  const { args = [] } = service.process ?? {};
  const env = { ...process.env, VX11_RUN: marker, HOST: '127.0.0.1', PORT: String(service.port) };
  const child = spawn(process.execPath, args, { env, detached: true, stdio: 'ignore' });
  onTestFinished(() => carriersOf(marker).forEach(({ pid }) => process.kill(pid, 'SIGKILL')));
  return { pid: child.pid ?? 0, child };
}

function launched(dataDir: string, { name, process: program }: CatalogService, marker: string): void {
  mkdirSync(join(dataDir, 'run'), { recursive: true });
  const command = [process.execPath, ...(program?.args ?? [])];
  const launch = { marker, command, startedAtMs: 1, restartCount: 4, stopGraceSec: 1 };
  writeFileSync(join(dataDir, 'run', `${name}.launch`), JSON.stringify(launch));
}

function open(dataDir: string, given: Partial<Parameters<typeof createProcessRuntime>[0]> = {}): Runtime {
  const runtime = createProcessRuntime({
    clock: systemClock,
    log: recordingLog().log,
    dataDir,
    hostEnv: process.env,
    childEnv: () => ({}),
    detail: 'test',
    ...given,
  });
  onTestFinished(() => runtime.close({ stopAll: true }));
  return runtime;
}

async function startReady(runtime: Runtime, service: CatalogService): Promise<void> {
  await runtime.start(service, signal);
  await waitUntilReady(runtime, service, { clock: systemClock, signal: AbortSignal.timeout(10_000) });
}

async function runs(runtime: Runtime, service: CatalogService): Promise<number> {
  return (await runtime.logs(service, { tail: 100 }, signal)).filter(({ text }) =>
    /^pid \d+ begins$/.test(text),
  ).length;
}

function record(dataDir: string, name: string, given: object): void {
  mkdirSync(join(dataDir, 'run'), { recursive: true });
  const rest = {
    startTime: 'x',
    startedAtMs: 0,
    restartCount: 0,
    stopGraceSec: 1,
    stopRequested: false,
    exit: null,
  };
  writeFileSync(join(dataDir, 'run', `${name}.json`), JSON.stringify({ ...rest, ...given }));
}
