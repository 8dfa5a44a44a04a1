import { describe, expect, onTestFinished, test } from 'vitest';
import { writeCatalog } from '../support/catalog.ts';
import { createComposeProject } from '../support/compose-project.ts';
import { freePort } from '../support/free-port.ts';
import { runKillStorm, stormKills } from '../support/kill-storm.ts';
import { createRandom, testSeed } from '../support/random.ts';
import { missing, testDockerHost } from '../support/requirements.ts';
import { spawnMadre } from '../support/spawn-madre.ts';
import { tempDir } from '../support/temp-dir.ts';

const KILLS = stormKills();

describe.skipIf(await missing('docker'))('on a real Docker engine', () => {
  test(
    'madre killed at fifty random points: nothing overdue runs, nothing held stops, no deadline moves, the audit chain holds',
    { timeout: 600_000 },
    async () => {
      const seed = testSeed();
      const dataDir = tempDir();
      const project = await createComposeProject();
      onTestFinished(() => project.remove());
      const services = ['anchor', 'base', 'top'];
      const entries = [];
      for (const name of services) {
        const port = await freePort();
        await project.add(name, { port });
        entries.push({ name, port, dependsOn: name === 'top' ? ['base'] : [], stopGraceSec: 2 });
      }
      const catalogFile = writeCatalog(dataDir, { services: entries });
      const port = await freePort();
      const env = { VX11_RUNTIME: 'docker', VX11_COMPOSE_PROJECT: project.name, DOCKER_HOST: testDockerHost };
      const stateOf = async (name: string) => (await project.container(name).inspect()).State;
      const storm = runKillStorm(
        {
          services,
          needs: { top: ['base'] },
          isRunning: async (name) => (await stateOf(name)).Running,
          runOf: async (name) => (await stateOf(name)).StartedAt,
          spawn: (onSpawn) => spawnMadre({ dataDir, catalogFile, port, env, ...(onSpawn && { onSpawn }) }),
        },
        createRandom(seed),
        KILLS,
      );
      const report = await storm.catch((error: unknown) => {
        throw new Error(`with VX11_TEST_SEED=${seed}`, { cause: error });
      });
      console.info(`kill storm on Docker, seed ${seed}: ${JSON.stringify(report)}`);
      expect(report.kills).toBeGreaterThanOrEqual(KILLS);
    },
  );
});
