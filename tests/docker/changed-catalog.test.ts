import { describe, expect, onTestFinished, test } from 'vitest';
import { writeCatalog, type TestService } from '../support/catalog.ts';
import { createComposeProject } from '../support/compose-project.ts';
import { freePort } from '../support/free-port.ts';
import { missing, testDockerHost } from '../support/requirements.ts';
import { spawnMadre, type SpawnedMadre } from '../support/spawn-madre.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openReadyWindow } from '../support/windows.ts';

describe.skipIf(await missing('docker'))(
  'a catalog that changed while madre was away',
  { timeout: 90_000 },
  () => {
    test('ends the container of a service that it has no longer, and none that madre did not start', async () => {
      const { project, start, isRunning } = await aProject('left', 'kept', 'byhand', 'redis');
      await project.container('redis').start();
      const before = await start(['left', 'kept', 'byhand']);
      const { id } = await openReadyWindow(before, { services: ['left', 'kept'], ttlSec: 600 });
      await project.container('byhand').start();
      await expect.poll(() => stateOf(before, 'byhand'), { timeout: 20_000 }).toBe('READY');
      const keptSince = (await project.container('kept').inspect()).State.StartedAt;
      await before.crash();

      const after = await start(['kept']);
      expect(await isRunning('left')).toBe(false);
      expect(await Promise.all(['kept', 'byhand', 'redis'].map(isRunning))).toEqual([true, true, true]);
      expect((await project.container('kept').inspect()).State.StartedAt).toBe(keptSince);
      expect(await endings(after)).toEqual([
        { target: 'left', actor: 'system', detail: { why: 'NOT_IN_CATALOG' } },
      ]);
      const held = 'query ($id: ID!) { window(id: $id) { state } }';
      expect(await after.data(held, { id })).toEqual({ window: { state: 'DEGRADED' } });

      // One that somebody starts since then is nobody's any more.
      await project.container('left').start();
      await after.crash();
      await start(['kept']);
      expect(await isRunning('left')).toBe(true);
    });

    test('ends the container that a service had, and runs the one that it has now', async () => {
      const { start, isRunning } = await aProject('web', 'web2');
      const before = await start(['web']);
      await openReadyWindow(before, { services: ['web'], ttlSec: 600 });
      await before.crash();

      const after = await start(['web'], { dockerService: 'web2' });
      expect(await isRunning('web')).toBe(false);
      await expect.poll(() => stateOf(after, 'web'), { timeout: 20_000 }).toBe('READY');
      expect(await isRunning('web2')).toBe(true);
      const why = { why: 'CATALOG_CHANGED', at: expect.any(String) as string };
      expect(await endings(after)).toEqual([{ target: 'web', actor: 'system', detail: why }]);
      expect(await after.data('{ service(name: "web") { lastStop { rule by } restartCount } }')).toEqual({
        service: { lastStop: { rule: 'CATALOG_CHANGED', by: 'system' }, restartCount: 0 },
      });
    });

    test('ends no container that a service has now under another name: a window may count on it', async () => {
      const { project, start } = await aProject('web');
      const before = await start(['web']);
      await openReadyWindow(before, { services: ['web'], ttlSec: 600 });
      const startedAt = async () => (await project.container('web').inspect()).State.StartedAt;
      const since = await startedAt();
      await before.crash();

      const after = await start(['renamed'], { dockerService: 'web' });
      await openReadyWindow(after, { services: ['renamed'], ttlSec: 600 });
      expect(await startedAt()).toBe(since);
      expect(await endings(after)).toEqual([]);
    });
  },
);

/** A project with a container for each of the names, and the madres over it, on one data folder. */
async function aProject(...containers: readonly string[]) {
  const dataDir = tempDir();
  const project = await createComposeProject();
  onTestFinished(() => project.remove());
  const port = await freePort();
  const ports = new Map(await Promise.all(containers.map(async (name) => [name, await freePort()] as const)));
  for (const [name, own] of ports) await project.add(name, { port: name.startsWith('web') ? port : own });

  async function start(names: readonly string[], change: Partial<TestService> = {}): Promise<SpawnedMadre> {
    const drift = { startedByHand: 'ignore' } as const;
    const services = names.map((name) => ({
      ...{ name, port: ports.get(name) ?? port, stopGraceSec: 2, drift },
      ...(name.startsWith('web') || name === 'renamed' ? { port } : {}),
      ...change,
    }));
    const madre = await spawnMadre({
      dataDir,
      catalogFile: writeCatalog(dataDir, { services }),
      env: { VX11_RUNTIME: 'docker', VX11_COMPOSE_PROJECT: project.name, DOCKER_HOST: testDockerHost },
    });
    onTestFinished(async () => void (await madre.stop()));
    return madre;
  }
  return {
    project,
    start,
    isRunning: async (name: string) => (await project.container(name).inspect()).State.Running,
  };
}

async function endings(madre: SpawnedMadre): Promise<readonly unknown[]> {
  const { auditLog } = await madre.data<{
    auditLog: { edges: readonly { node: { detail: { why: string } } }[] };
  }>('{ auditLog(action: "service.stopped") { edges { node { target actor detail } } } }');
  return auditLog.edges.map(({ node }) => node).filter(({ detail }) => detail.why !== 'observed');
}

async function stateOf(madre: SpawnedMadre, name: string): Promise<string> {
  const query = 'query ($name: ID!) { service(name: $name) { state } }';
  const { service } = await madre.data<{ service: { state: string } }>(query, { name });
  return service.state;
}
