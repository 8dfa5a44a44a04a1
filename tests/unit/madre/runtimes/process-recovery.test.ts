import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../../platform/clock.ts';
import { waitUntilReady } from '../../../../subgraphs/madre/probe.ts';
import { startTimeOf } from '../../../../subgraphs/madre/runtimes/process/os-process.ts';
import { carriersOf } from '../../../../subgraphs/madre/runtimes/process/runs/run-processes.ts';
import type { CatalogService } from '../../../../subgraphs/madre/catalog.ts';
import { freePort } from '../../../support/free-port.ts';
import { httpService } from '../../../support/http-service.ts';
import { processOf } from '../../../support/process-of.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { openProcessRuntime, startReady } from '../../../support/process-runtime.ts';

const { signal } = new AbortController();

const earlierRun = JSON.stringify({
  ...{ pid: 1, startTime: 'another boot:1', marker: 'of-an-earlier-run', startedAtMs: 1, restartCount: 0 },
  ...{ stopGraceSec: 1, stopRequested: false, exit: null },
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
    const runtime = openProcessRuntime(dataDir);
    const web = httpService('web', await freePort());
    expect(await runtime.observe(web, signal)).toMatchObject({
      status: 'STOPPED',
      exit: { exitCode: null, requested: false, byHand: false },
    });
    await runtime.stop(web, signal);
    await runtime.close({ stopAll: true });
    expect(startTimeOf(stranger.pid ?? 0)).toBeDefined();
  });

  test.each([
    ['cannot say whether a hand ended what it adopted and watched', 'watched', null],
    ['takes what was over when it came for no hand’s doing', 'over', false],
  ])('%s', async (_title, when, byHand) => {
    const dataDir = tempDir();
    const web = httpService('web', await freePort());
    const first = openProcessRuntime(dataDir);
    await startReady(first, web);
    const pid = (await processOf(first, web)) ?? 0;
    await first.close();
    const end = async (): Promise<void> => {
      process.kill(pid, 'SIGTERM');
      await expect.poll(() => startTimeOf(pid)).toBeUndefined();
    };
    if (when === 'over') await end();
    const runtime = openProcessRuntime(dataDir);
    if (when === 'watched') await end();
    const exit = { exitCode: null, outOfMemory: false, requested: false, byHand };
    expect(await runtime.observe(web, signal)).toMatchObject({ status: 'STOPPED', exit });
    await runtime.close();
    // As it was noted, also for the next one.
    expect(await openProcessRuntime(dataDir).observe(web, signal)).toMatchObject({ exit });
  });

  test('finds what an earlier one had started when it was killed before it could write that down', async () => {
    const dataDir = tempDir();
    const web = httpService('web', await freePort(), ['--escaping-child']);
    launched(dataDir, web, 'of-this-run');
    const { pid } = start(web, 'of-this-run');
    const runtime = openProcessRuntime(dataDir);
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
    const runtime = openProcessRuntime(dataDir);
    await expect.poll(() => carriersOf('of-this-run')).toEqual([]);
    expect(await runtime.observe(web, signal)).toEqual({ status: 'STOPPED', exit: null });
    expect(startTimeOf(other.pid)).toBeDefined();
  });

  test('makes nothing of a record that cannot be read', async () => {
    const dataDir = tempDir();
    record(dataDir, 'web', { pid: 'x' });
    writeFileSync(join(dataDir, 'run', 'other.json'), '{"pid":');
    const runtime = openProcessRuntime(dataDir);
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
    const inAnotherFolder = openProcessRuntime(tempDir());
    await startReady(inAnotherFolder, other);

    const first = openProcessRuntime(dataDir);
    await startReady(first, web);
    const seen = await first.observe(web, signal);
    const pid = (await processOf(first, web)) ?? 0;
    await first.close();
    const file = join(dataDir, 'run', 'web.json');
    if (broken === undefined) rmSync(file);
    else writeFileSync(file, broken);

    const runtime = openProcessRuntime(dataDir);
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
    const earlier = openProcessRuntime(dataDir);
    await Promise.all(services.map((service) => startReady(earlier, service)));
    const pids = await Promise.all(services.map((service) => processOf(earlier, service)));
    await earlier.close();
    expect(pids.map(startTimeOf)).not.toContain(undefined);
    await openProcessRuntime(dataDir).close({ stopAll: true });
    expect(pids.map(startTimeOf)).toEqual([undefined, undefined]);
  });

  test('ends a service that does not end when asked within its own bound when it closes, also inside a longer stop', async () => {
    const runtime = openProcessRuntime(tempDir());
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
    const runtime = openProcessRuntime(tempDir());
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
    const first = openProcessRuntime(dataDir);
    await startReady(first, web);
    await first.close();
    const files = ['web.out.log', 'web.err.log', 'web.log-index'].map((name) => join(dataDir, 'logs', name));
    const before = files.map((file) => readFileSync(file, 'utf8'));
    const beside = openProcessRuntime(dataDir, { keepsLogs: false });
    expect(await beside.observe(web, signal)).toMatchObject({ status: 'RUNNING' });
    expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(before);
    await beside.stop(web, signal);
    expect(readFileSync(files[2] ?? '', 'utf8')).toBe(before[2]);
  });

  test('stops a service although it cannot write that down', async () => {
    const dataDir = tempDir();
    const runtime = openProcessRuntime(dataDir);
    const web = httpService('web', await freePort());
    await startReady(runtime, web);
    const pid = await processOf(runtime, web);
    rmSync(join(dataDir, 'run'), { recursive: true });
    writeFileSync(join(dataDir, 'run'), 'in the way of the folder');
    await runtime.stop(web, signal);
    expect(startTimeOf(pid)).toBeUndefined();
  });

  test('ends and forgets what an earlier one had started for a service that is not known any more', async () => {
    const dataDir = tempDir();
    const [kept, left, deaf, over] = [
      httpService('kept', await freePort()),
      httpService('left', await freePort(), ['--escaping-child']),
      httpService('deaf', await freePort(), ['--ignore-sigterm'], { stopGraceSec: 1 }),
      httpService('over', await freePort()),
    ];
    const earlier = openProcessRuntime(dataDir);
    for (const service of [kept, left, deaf, over]) await startReady(earlier, service);
    const pids = await Promise.all([kept, left, deaf].map((service) => processOf(earlier, service)));
    const child = await processOf(earlier, left, 'child');
    await earlier.stop(over, signal);
    await earlier.close();

    const runtime = openProcessRuntime(dataDir);
    const ending = runtime.endLeft?.(new Set(['kept']), () => false) ?? [];
    const ended = await Promise.all(ending.map(async (left) => [left.service, await left.ended]));
    expect(Object.fromEntries(ended)).toEqual({ left: true, deaf: true, over: false });
    expect([...pids.slice(1), child].map(startTimeOf)).toEqual([undefined, undefined, undefined]);
    expect(startTimeOf(pids[0] ?? 0)).toBeDefined();
    expect(readdirSync(join(dataDir, 'run'))).toEqual(['kept.json']);
    const renamed = { ...left, name: 'renamed' };
    await startReady(runtime, renamed);
  });

  test('has the record on the disk when a start resolves', async () => {
    const dataDir = tempDir();
    const runtime = openProcessRuntime(dataDir);
    const web = httpService('web', await freePort());
    await runtime.start(web, signal);
    const written: unknown = JSON.parse(readFileSync(join(dataDir, 'run', 'web.json'), 'utf8'));
    await expect.poll(() => processOf(runtime, web)).toBe((written as { pid: number }).pid);
    expect(readdirSync(join(dataDir, 'run'))).toEqual(['web.json']);
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
