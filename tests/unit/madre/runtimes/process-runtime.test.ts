import { describe, expect, test } from 'vitest';
import { startTimeOf } from '../../../../subgraphs/madre/runtimes/process/os-process.ts';
import { freePort } from '../../../support/free-port.ts';
import { httpService } from '../../../support/http-service.ts';
import { processOf } from '../../../support/process-of.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { openProcessRuntime, runs, startReady } from '../../../support/process-runtime.ts';

const { signal } = new AbortController();

describe('a service as a process', () => {
  test('gets a minimal environment, its own and what madre hands it', async () => {
    const runtime = openProcessRuntime(tempDir(), {
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
    const runtime = openProcessRuntime(tempDir());
    const failing = httpService('failing', await freePort(), ['--exit-code', '7']);
    for (const run of [1, 2]) {
      await runtime.start(failing, signal);
      const exit = { exitCode: 7, requested: false, outOfMemory: false };
      await expect.poll(() => runtime.observe(failing, signal)).toMatchObject({ status: 'STOPPED', exit });
      expect(await runs(runtime, failing)).toBe(run);
    }
    await runtime.start({ ...failing, process: httpService('failing', failing.port).process }, signal);
    expect(await runtime.observe(failing, signal)).toMatchObject({ status: 'RUNNING', restartCount: 2 });
  });

  test('is gone with its whole group when stop resolves', async () => {
    const runtime = openProcessRuntime(tempDir());
    const family = httpService('family', await freePort(), ['--child'], { stopGraceSec: 1 });
    await startReady(runtime, family);
    const [parent, child] = [await processOf(runtime, family), await processOf(runtime, family, 'child')];
    expect([startTimeOf(parent), startTimeOf(child)]).not.toContain(undefined);
    await runtime.stop(family, signal);
    expect([startTimeOf(parent), startTimeOf(child)]).toEqual([undefined, undefined]);
  });

  test('leaves nothing of its group behind when it crashes', async () => {
    const runtime = openProcessRuntime(tempDir());
    const family = httpService('family', await freePort(), ['--child']);
    await startReady(runtime, family);
    const child = await processOf(runtime, family, 'child');
    process.kill(await processOf(runtime, family), 'SIGKILL');
    await expect.poll(() => startTimeOf(child)).toBeUndefined();
  });

  test('is gone with what left its group and session, when it is stopped and when it crashes', async () => {
    const runtime = openProcessRuntime(tempDir());
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
    const runtime = openProcessRuntime(tempDir());
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
    const runtime = openProcessRuntime(tempDir());
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
    const runtime = openProcessRuntime(tempDir(), {
      hostEnv: { PATH: `/no/such/folder:${process.env['PATH']}` },
    });
    const sleeping = httpService('sleeping', await freePort(), [], {
      process: { command: 'sleep', args: ['60'], env: {}, cwd: '.' },
    });
    await runtime.start(sleeping, signal);
    expect(await runtime.observe(sleeping, signal)).toMatchObject({ status: 'RUNNING' });
  });
});
