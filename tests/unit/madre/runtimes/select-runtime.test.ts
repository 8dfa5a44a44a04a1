import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createServer } from 'node:net';
import { systemClock } from '../../../../platform/clock.ts';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { selectRuntime, type RuntimeOptions } from '../../../../subgraphs/madre/runtimes/select.ts';
import type { Runtime } from '../../../../subgraphs/madre/runtimes/runtime.ts';
import { writeHeartbeat } from '../../../../subgraphs/madre/sentinel/watch/heartbeat-file.ts';
import { recordingLog } from '../../../support/recording-log.ts';
import { aService } from '../../../support/service.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const { signal } = new AbortController();

describe('the runtime', () => {
  test.each([
    ['memory', 'MEMORY'],
    ['process', 'PROCESS'],
    ['docker', 'DOCKER'],
  ] as const)('is what VX11_RUNTIME=%s names', async (runtime, kind) => {
    const selected = await selectRuntime(optionsFor({ runtime }), signal);
    expect(selected.kind).toBe(kind);
    await selected.close();
  });

  test('is PROCESS by itself where no Docker engine answers, and says so', async () => {
    const selected = await selectRuntime(optionsFor({ runtime: 'auto' }), signal);
    expect(selected.kind).toBe('PROCESS');
    expect((await selected.describe(signal)).detail).toBe(
      'services run as child processes; no Docker engine was found, none is needed',
    );
    await selected.close();
  });

  test('is PROCESS by itself where the Docker engine says nothing for a second', async () => {
    const selected = await selectBesideSilence();
    expect(selected.kind).toBe('PROCESS');
    await selected.close();
  });

  test.each([
    ['says nothing for a second', (dataDir: string) => selectBesideSilence({ dataDir })],
    ['has no socket yet', (dataDir: string) => selectRuntime(optionsFor({ dataDir }), signal)],
  ])('stays DOCKER where it was, although the engine %s, and says why', async (_how, select) => {
    const dataDir = tempDir();
    earlierMadre(dataDir, 'DOCKER');
    const selected = await select(dataDir);
    expect(selected.kind).toBe('DOCKER');
    const { available, detail } = await selected.describe(AbortSignal.timeout(100));
    expect(available).toBe(false);
    expect(detail).toContain('as when madre last ran on this data folder; VX11_RUNTIME=process makes them');
    await selected.close();
  });

  test('is PROCESS where it was, and where VX11_RUNTIME names it', async () => {
    const dataDir = tempDir();
    earlierMadre(dataDir, 'PROCESS');
    const selected = await selectRuntime(optionsFor({ dataDir }), signal);
    expect(selected.kind).toBe('PROCESS');
    earlierMadre(dataDir, 'DOCKER');
    const named = await selectRuntime(optionsFor({ dataDir, runtime: 'process' }), signal);
    expect(named.kind).toBe('PROCESS');
    await Promise.all([selected.close(), named.close()]);
  });

  test('DOCKER without an engine is not available, and each call fails', async () => {
    const selected = await selectRuntime(optionsFor({ runtime: 'docker' }), signal);
    expect(await selected.describe(signal)).toMatchObject({ available: false, version: null });
    await expect(selected.observe(aService('web', { port: 10_001 }), signal)).rejects.toThrow();
    await selected.close();
  });
});

/** As `auto` decides once the engine that takes the question has not answered it for a second. */
async function selectBesideSilence(given: Partial<RuntimeOptions> = {}): Promise<Runtime> {
  const path = join(tempDir(), 'docker.sock');
  let asked = 0;
  const server = createServer(() => (asked += 1));
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => void server.close());
  const clock = createManualClock();
  const selecting = selectRuntime(optionsFor({ ...given, clock, dockerHost: `unix://${path}` }), signal);
  await expect.poll(() => asked).toBe(1);
  await clock.advance(1_000);
  return selecting;
}

function earlierMadre(dataDir: string, runtime: 'DOCKER' | 'PROCESS'): void {
  const power = { runtime, composeProject: 'vx11test', dockerHost: null, services: [] };
  writeHeartbeat(dataDir, { madrePid: 1, sentinelId: null, graceSec: 15, isClosed: true, power });
}

function optionsFor(given: Partial<RuntimeOptions>): RuntimeOptions {
  const dataDir = tempDir();
  return {
    runtime: 'auto',
    clock: systemClock,
    log: recordingLog().log,
    dataDir,
    catalog: new Map([['web', aService('web', { port: 10_001 })]]),
    composeProject: 'vx11test',
    dockerHost: `unix://${join(dataDir, 'no.sock')}`,
    hostEnv: {},
    childEnv: () => ({}),
    ...given,
  };
}
