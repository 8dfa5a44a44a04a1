import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createComposeProject, type ComposeProject } from '../support/compose-project.ts';
import { freePort } from '../support/free-port.ts';
import { isListening } from '../support/listening.ts';
import { missing, testDockerHost } from '../support/requirements.ts';
import { startStack, type Stack } from '../support/stack.ts';
import { closeWindow, openReadyWindow, openWindow, reached, watchWindow } from '../support/windows.ts';

describe.skipIf(await missing('docker'))('a window over containers of a real Docker engine', () => {
  let project: ComposeProject;
  let stack: Stack;
  let port: number;

  beforeEach(async () => {
    project = await createComposeProject();
    port = await freePort();
    await project.add('hermes', { port });
    await project.add('failing', { script: 'echo cannot work >&2; exit 3' });
    stack = await startStack({
      env: { VX11_RUNTIME: 'docker', VX11_COMPOSE_PROJECT: project.name, DOCKER_HOST: testDockerHost },
      services: [
        { name: 'hermes', port, startTimeoutSec: 5 },
        { name: 'failing', port: await freePort(), startTimeoutSec: 5 },
        { name: 'absent', port: await freePort() },
      ],
    });
  });
  afterEach(async () => {
    await stack.close();
    await project.remove();
  });

  const isRunning = async (service: string): Promise<boolean> =>
    (await project.container(service).inspect()).State.Running;

  test('starts the container, is OPEN when it answers, and closing stops it', async () => {
    expect(await stack.data('{ powerState { runtime { kind available } } }')).toEqual({
      powerState: { runtime: { kind: 'DOCKER', available: true } },
    });
    expect(await isRunning('hermes')).toBe(false);

    const window = await openReadyWindow(stack, { services: ['hermes'], ttlSec: 60 });
    expect(await isRunning('hermes')).toBe(true);
    expect(await isListening(port)).toBe(true);
    expect(await stack.data('{ service(name: "hermes") { state } }')).toEqual({
      service: { state: 'READY' },
    });

    const changes = watchWindow(stack, window.id);
    await closeWindow(stack, window.id);
    await changes.until(reached('CLOSED'));
    await changes.close();
    expect(await isRunning('hermes')).toBe(false);
    expect(await stack.data('{ service(name: "hermes") { state } }')).toEqual({
      service: { state: 'STOPPED' },
    });
  });

  test('starts a container again that somebody stopped by hand while the window holds it', async () => {
    const window = await openReadyWindow(stack, { services: ['hermes'], ttlSec: 60 });
    const before = (await project.container('hermes').inspect()).State.StartedAt;
    await project.container('hermes').stop({ t: 5 });
    const startedAt = async (): Promise<string> => {
      const { State: state } = await project.container('hermes').inspect();
      return state.Running ? state.StartedAt : before;
    };
    await expect.poll(startedAt).not.toBe(before);
    await closeWindow(stack, window.id);
  });

  test('ends FAILED with what the container said, and leaves nothing running', async () => {
    const payload = await openWindow(stack, {
      services: ['hermes', 'failing'],
      ttlSec: 60,
      waitUntilReady: true,
    });
    expect(payload.window?.state).toBe('FAILED');
    const { window } = await stack.data<{ window: unknown }>(
      'query ($id: ID!) { window(id: $id) { failure { exitCode outOfMemory service { name } lastLogs { stream text } } } }',
      { id: payload.window?.id },
    );
    expect(window).toMatchObject({
      failure: { exitCode: 3, outOfMemory: false, service: { name: 'failing' } },
    });
    expect(JSON.stringify(window)).toContain('cannot work');
    await expect.poll(() => isRunning('hermes')).toBe(false);
  });

  test('on a service without a container ends FAILED as not installed', async () => {
    const payload = await openWindow(stack, { services: ['absent'], ttlSec: 60, waitUntilReady: true });
    expect(payload.window?.state).toBe('FAILED');
    const query = 'query ($id: ID!) { window(id: $id) { failure { code message } } }';
    expect(await stack.data(query, { id: payload.window?.id })).toEqual({
      window: {
        failure: {
          code: 'NOT_INSTALLED',
          message: expect.stringContaining('docker compose --profile absent create absent') as string,
        },
      },
    });
  });
});
