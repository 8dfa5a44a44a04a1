import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../platform/clock.ts';
import { refusalIn } from '../../subgraphs/madre/runtimes/docker/engine/docker-answers.ts';
import { connectEngine } from '../../subgraphs/madre/runtimes/docker/engine/docker-engine.ts';
import { createDockerRuntime } from '../../subgraphs/madre/runtimes/docker/docker.ts';
import type { Runtime } from '../../subgraphs/madre/runtimes/runtime.ts';
import { createComposeProject, type ComposeProject } from '../support/compose-project.ts';
import { recordingLog } from '../support/recording-log.ts';
import { missing, testDockerHost } from '../support/requirements.ts';
import { aService } from '../support/service.ts';
import { tempDir } from '../support/temp-dir.ts';

const { signal } = new AbortController();
const web = aService('web', { port: 80 });

describe.skipIf(await missing('docker'))('containers of a real Docker engine', () => {
  let project: ComposeProject;
  beforeEach(async () => {
    project = await createComposeProject();
  });
  afterEach(() => project.remove());

  function open(): Runtime {
    const of = { clock: systemClock, dockerHost: testDockerHost, project: project.name };
    const runtime = createDockerRuntime({
      ...{ clock: systemClock, log: recordingLog().log, dataDir: tempDir(), detail: 'test' },
      ...{ engine: connectEngine(of), services: [web] },
    });
    onTestFinished(() => runtime.close());
    return runtime;
  }

  test('that are gone, and their image too, are missing for want of the image, with what brings it', async () => {
    const image = `vx11-test-lost-${process.pid}:local`;
    const [repo, tag] = image.split(':');
    await project.add('source', {});
    await project.container('source').commit({ repo, tag });
    await project.add('web', { image });
    const runtime = open();
    expect(await runtime.observe(web, signal)).toMatchObject({ status: 'STOPPED' });
    await project.container('web').remove({ force: true });
    expect(await runtime.observe(web, signal)).toMatchObject({ status: 'MISSING', reason: 'NOT_INSTALLED' });
    await project.docker.getImage(image).remove({ force: true });
    const missingImage = {
      reason: 'IMAGE_MISSING',
      detail: expect.stringContaining(
        `its image ${image}: pull or build that, then "docker compose`,
      ) as string,
    };
    expect(await runtime.observe(web, signal)).toEqual({ status: 'MISSING', ...missingImage });
    await expect(runtime.start(web, signal)).rejects.toMatchObject({ reason: 'IMAGE_MISSING' });
  });

  test('whose image is missing are told by the words that the engine itself uses', async () => {
    const made = project.add('web', { image: 'vx11-test-never-made:local' });
    const told = await made.then(
      () => 'it was made',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    expect(refusalIn(told)).toBe('IMAGE_MISSING');
  });
});
