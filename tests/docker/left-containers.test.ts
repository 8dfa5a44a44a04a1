import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../platform/clock.ts';
import type { CatalogService } from '../../subgraphs/madre/catalog.ts';
import { createDockerRuntime } from '../../subgraphs/madre/runtimes/docker/docker.ts';
import { connectEngine } from '../../subgraphs/madre/runtimes/docker/engine/docker-engine.ts';
import type { Runtime } from '../../subgraphs/madre/runtimes/runtime.ts';
import { createComposeProject, type ComposeProject } from '../support/compose-project.ts';
import { recordingLog } from '../support/recording-log.ts';
import { missing, testDockerHost } from '../support/requirements.ts';
import { aService } from '../support/service.ts';
import { tempDir } from '../support/temp-dir.ts';

const { signal } = new AbortController();

describe.skipIf(await missing('docker'))('containers that an earlier madre left', { timeout: 30_000 }, () => {
  const web = aService('web', { port: 80, stopGraceSec: 1 });
  let project: ComposeProject;
  let dataDir: string;

  beforeEach(async () => {
    dataDir = tempDir();
    project = await createComposeProject();
    await project.add('web', { script: 'exec sleep 1000' });
  });
  afterEach(() => project.remove());

  function open(...services: readonly CatalogService[]): Runtime {
    const engine = connectEngine({ clock: systemClock, dockerHost: testDockerHost, project: project.name });
    const { log } = recordingLog();
    const runtime = createDockerRuntime({
      ...{ clock: systemClock, log, dataDir, engine, services, detail: 'test' },
    });
    onTestFinished(() => runtime.close());
    return runtime;
  }
  async function ended(runtime: Runtime, isHers = true): Promise<readonly unknown[]> {
    const left = runtime.endLeft?.(new Set(), () => isHers) ?? [];
    return Promise.all(left.map(async ({ service, ranAs, ended: gone }) => [service, ranAs, await gone]));
  }
  const isRunning = async (name: string): Promise<boolean> =>
    (await project.container(name).inspect()).State.Running;

  test('end where no service has them any more, and are hers no longer', async () => {
    await open(web).start(web, signal);
    expect(await ended(open(web))).toEqual([]);
    expect(await ended(open(), false)).toEqual([]);
    expect(await isRunning('web')).toBe(true);
    const later = open();
    expect(await ended(later)).toEqual([['web', 'DOCKER', true]]);
    expect(await isRunning('web')).toBe(false);
    expect(await ended(later)).toEqual([]);
    expect(await ended(open())).toEqual([]);
  });

  test('end where their service has another one, whatever that does', async () => {
    await project.add('web2', { script: 'exec sleep 1000' });
    await open(web).start(web, signal);
    const moved = { ...web, docker: { service: 'web2' } };
    const later = open(moved);
    await later.start(moved, signal);
    expect(await ended(later)).toEqual([['web', 'DOCKER', true]]);
    expect(await Promise.all(['web', 'web2'].map(isRunning))).toEqual([false, true]);
  });

  test('are not among them where they ran before she started them, or were stopped or made anew since', async () => {
    await project.container('web').start();
    await open(web).start(web, signal);
    expect(await ended(open())).toEqual([]);

    const runtime = open(web);
    await runtime.stop(web, signal);
    await runtime.start(web, signal);
    await runtime.stop(web, signal);
    await project.container('web').start();
    expect(await ended(open())).toEqual([]);

    await runtime.stop(web, signal);
    await runtime.start(web, signal);
    await project.container('web').remove({ force: true });
    await project.add('web', { script: 'exec sleep 1000' });
    await project.container('web').start();
    expect(await ended(open())).toEqual([['web', 'DOCKER', false]]);
    expect(await isRunning('web')).toBe(true);
  });

  test('are not among them where a service has them now, whatever that is called', async () => {
    await open(web).start(web, signal);
    const renamed = { ...web, name: 'renamed' };
    const later = open(renamed);
    expect(await ended(later)).toEqual([]);
    await later.start(renamed, signal);
    expect(await ended(later)).toEqual([]);
    expect(await isRunning('web')).toBe(true);
  });

  test('end at a later try although what tells that they are hers was written anew meanwhile', async () => {
    await open(web).start(web, signal);
    const away = createDockerRuntime({
      ...{ clock: systemClock, log: recordingLog().log, dataDir, services: [], detail: 'test' },
      engine: connectEngine({
        clock: systemClock,
        dockerHost: `unix://${join(dataDir, 'nobody.sock')}`,
        project: project.name,
      }),
    });
    onTestFinished(() => away.close());
    const [left] = away.endLeft?.(new Set(), () => true) ?? [];
    await expect(left?.ended).rejects.toThrow();
    expect(await ended(open(), false)).toEqual([['web', 'DOCKER', true]]);
    expect(await isRunning('web')).toBe(false);
  });

  test('on a disk that cannot be written start and stop all the same', async () => {
    writeFileSync(join(dataDir, 'run'), 'no folder');
    const runtime = open(web);
    await runtime.start(web, signal);
    expect(await isRunning('web')).toBe(true);
    await runtime.stop(web, signal);
    expect(await runtime.observe(web, signal)).toMatchObject({ exit: { requested: true } });
  });
});
