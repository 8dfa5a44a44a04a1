import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TestService } from '../support/catalog.ts';
import { createComposeProject, type ComposeProject, type TestContainer } from '../support/compose-project.ts';
import { freePort } from '../support/free-port.ts';
import { missing, testDockerHost } from '../support/requirements.ts';
import { startStack, type Stack } from '../support/stack.ts';
import { openReadyWindow, reached, watchWindow } from '../support/windows.ts';

const MIB = 1_048_576;
const FAILURE =
  'query ($id: ID!) { window(id: $id) { state deadline failure { code exitCode outOfMemory suggestion service { name } } } }';

describe.skipIf(await missing('docker'))(
  'what only containers do, on a real engine',
  { timeout: 60_000 },
  () => {
    let project: ComposeProject;
    let stack: Stack | undefined;

    beforeEach(async () => {
      project = await createComposeProject();
    });
    afterEach(async () => {
      await stack?.close();
      await project.remove();
    });

    /** One service that serves on its port, unless told otherwise. */
    async function start(container: TestContainer = {}, service: Partial<TestService> = {}): Promise<Stack> {
      const port = await freePort();
      await project.add('web', { port, ...container });
      stack = await startStack({
        env: { VX11_RUNTIME: 'docker', VX11_COMPOSE_PROJECT: project.name, DOCKER_HOST: testDockerHost },
        services: [{ name: 'web', port, startTimeoutSec: 5, stopGraceSec: 5, ...service }],
      });
      return stack;
    }

    const isRunning = async (): Promise<boolean> => (await project.container('web').inspect()).State.Running;

    test('a container that uses more memory than it has is OUT_OF_MEMORY, with a suggestion', async () => {
      const client = await start({
        memoryBytes: 16 * MIB,
        script: 'httpd -p $PORT -h /www; sleep 2; exec tail /dev/zero',
      });
      const window = await openReadyWindow(client, { services: ['web'], ttlSec: 600 });
      const changes = watchWindow(client, window.id);
      await changes.until(reached('DEGRADED'));
      await changes.close();
      const told = async (): Promise<unknown> => (await client.data(FAILURE, { id: window.id }))['window'];
      // Its probe fails shortly before, while the machine looks for memory.
      await expect.poll(told, { interval: 20 }).toMatchObject({
        state: 'DEGRADED',
        deadline: window.deadline,
        failure: {
          ...{ code: 'OUT_OF_MEMORY', outOfMemory: true, exitCode: 137, service: { name: 'web' } },
          suggestion: expect.stringMatching(/memory/) as string,
        },
      });
    });

    test('a container that somebody removes degrades its window, and starts again once it was made anew', async () => {
      const client = await start();
      const window = await openReadyWindow(client, { services: ['web'], ttlSec: 600 });
      const changes = watchWindow(client, window.id);
      await changes.next();
      const { HostConfig: before } = await project.container('web').inspect();
      await project.container('web').remove({ force: true });
      await changes.until(reached('DEGRADED'), 20_000);
      // The engine ends it before it is gone, and the window may tell of that first.
      await expect
        .poll(() => client.data('{ service(name: "web") { state reason } }'))
        .toEqual({ service: { state: 'MISSING', reason: 'NOT_INSTALLED' } });
      const bindings = before.PortBindings as Record<string, { HostPort: string }[]>;
      const port = Number(Object.values(bindings)[0]?.[0]?.HostPort);
      await project.add('web', { port });
      await changes.until(({ data }) => data?.windowChanged.type === 'RECOVERED', 30_000);
      await changes.close();
      expect(await isRunning()).toBe(true);
      expect((await client.data(FAILURE, { id: window.id }))['window']).toMatchObject({
        deadline: window.deadline,
      });
    });

    test('a container whose image was removed since starts all the same: the engine keeps its layers', async () => {
      const image = `vx11-test-gone-${process.pid}:local`;
      const [repo, tag] = image.split(':');
      await project.add('source', {});
      await project.container('source').commit({ repo, tag });
      const client = await start({ image });
      await project.docker.getImage(image).remove({ force: true });
      await openReadyWindow(client, { services: ['web'], ttlSec: 600 });
      expect(await isRunning()).toBe(true);
    });

    test('one that somebody starts by hand is stopped where the catalog says nothing else', async () => {
      await start();
      await project.container('web').start();
      await expect.poll(isRunning).toBe(false);
    });

    test('one that somebody starts by hand gets a window of its own where the catalog says adopt', async () => {
      const client = await start({}, { drift: { startedByHand: 'adopt', adoptTtlSec: 10 } });
      await project.container('web').start();
      const holders = async (): Promise<unknown> =>
        client.data('{ service(name: "web") { state holders { window { mode state } } } }');
      await expect.poll(holders).toEqual({
        service: { state: 'READY', holders: [{ window: { mode: 'TTL', state: 'OPEN' } }] },
      });
      // Its ttl ends it like any other.
      await expect.poll(isRunning, { timeout: 25_000 }).toBe(false);
    });

    test('one that somebody starts by hand is left alone where the catalog says ignore, until HARD_OFF', async () => {
      const client = await start({}, { drift: { startedByHand: 'ignore' } });
      await project.container('web').start();
      const state = async (): Promise<unknown> =>
        client.data('{ service(name: "web") { state holders { by } } }');
      await expect.poll(state).toEqual({ service: { state: 'READY', holders: [] } });
      const { applyPolicy } = await client.data('mutation { applyPolicy(policy: HARD_OFF) { ok message } }');
      expect(applyPolicy).toMatchObject({ ok: true });
      await expect.poll(isRunning).toBe(false);
    });
  },
);
