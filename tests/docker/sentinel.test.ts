import { describe, expect, onTestFinished, test } from 'vitest';
import { writeCatalog } from '../support/catalog.ts';
import { createComposeProject } from '../support/compose-project.ts';
import { freePort } from '../support/free-port.ts';
import { missing, testDockerHost } from '../support/requirements.ts';
import { sentinelsOf } from '../support/sentinels.ts';
import { spawnMadre, type SpawnedMadre } from '../support/spawn-madre.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openReadyWindow, openWindow } from '../support/windows.ts';

describe.skipIf(await missing('docker'))('a sentinel over containers', () => {
  test.each([
    ['was killed', (madre: SpawnedMadre) => madre.crash()],
    // Containers run on then, too.
    ['ended in order', (madre: SpawnedMadre) => madre.stop()],
  ])(
    'stops what is overdue after madre %s, and nothing that a window holds',
    { timeout: 180_000 },
    async (_how, end) => {
      const { madre, sentinels, isRunning } = await madreOver('short', 'held');
      const { deadline } = await openReadyWindow(madre, { services: ['short'], ttlSec: 10 });
      await openReadyWindow(madre, { services: ['held'], mode: 'HOLD' });
      await expect.poll(() => sentinels().length).toBe(1);
      await end(madre);
      await expect.poll(() => isRunning('short')).toBe(false);
      expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(deadline ?? ''));
      expect(await isRunning('held')).toBe(true);
      // With only a HOLD left it has nothing to wait for.
      await expect.poll(sentinels).toEqual([]);
    },
  );

  test(
    'is made where madre ends in order before there was one, and ends soon where nothing is open',
    { timeout: 180_000 },
    async () => {
      const { madre, sentinels, isRunning } = await madreOver('short');
      await openWindow(madre, { services: ['short'], ttlSec: 10 });
      await expect.poll(() => isRunning('short')).toBe(true);
      await madre.stop();
      expect(sentinels()).toHaveLength(1);
      await expect.poll(sentinels, { timeout: 40_000 }).toEqual([]);
      expect(await isRunning('short')).toBe(false);
    },
  );
});

/** madre alone over a container for each of the names, with the shortest grace of a sentinel. */
async function madreOver(...names: readonly string[]) {
  const dataDir = tempDir();
  const project = await createComposeProject();
  onTestFinished(() => project.remove());
  const services: { name: string; port: number; stopGraceSec: number }[] = [];
  for (const name of names) {
    const port = await freePort();
    await project.add(name, { port });
    services.push({ name, port, stopGraceSec: 2 });
  }
  const madre = await spawnMadre({
    dataDir,
    catalogFile: writeCatalog(dataDir, { services }),
    env: {
      VX11_RUNTIME: 'docker',
      VX11_COMPOSE_PROJECT: project.name,
      DOCKER_HOST: testDockerHost,
      VX11_SENTINEL_GRACE_SEC: '2',
    },
  });
  return {
    madre,
    sentinels: () => sentinelsOf(dataDir),
    isRunning: async (name: string): Promise<boolean> =>
      (await project.container(name).inspect()).State.Running,
  };
}
