import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createServer } from 'node:net';
import { systemClock } from '../../../../platform/clock.ts';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { selectRuntime, type RuntimeOptions } from '../../../../subgraphs/madre/runtimes/select.ts';
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
    const path = join(tempDir(), 'docker.sock');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path, resolve));
    onTestFinished(() => void server.close());
    const clock = createManualClock();
    const selecting = selectRuntime(
      optionsFor({ runtime: 'auto', clock, dockerHost: `unix://${path}` }),
      signal,
    );
    await clock.advance(1_000);
    const selected = await selecting;
    expect(selected.kind).toBe('PROCESS');
    await selected.close();
  });

  test('DOCKER without an engine is not available, and each call fails', async () => {
    const selected = await selectRuntime(optionsFor({ runtime: 'docker' }), signal);
    expect(await selected.describe(signal)).toMatchObject({ available: false, version: null });
    await expect(selected.observe(aService('web', { port: 10_001 }), signal)).rejects.toThrow();
    await selected.close();
  });
});

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
