import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeCatalog } from '../support/catalog.ts';
import { freePort } from '../support/free-port.ts';
import { runKillStorm, stormKills } from '../support/kill-storm.ts';
import { isListening } from '../support/listening.ts';
import { createRandom, testSeed } from '../support/random.ts';
import { spawnMadre } from '../support/spawn-madre.ts';
import { tempDir } from '../support/temp-dir.ts';

const KILLS = stormKills();

test(
  'madre killed at fifty random points: nothing overdue runs, nothing held stops, no deadline moves, the audit chain holds',
  { timeout: 600_000 },
  async () => {
    const seed = testSeed();
    const dataDir = tempDir();
    const services = ['anchor', 'base', 'top'];
    const ports = new Map<string, number>();
    for (const name of services) ports.set(name, await freePort());
    const catalogFile = writeCatalog(dataDir, {
      services: services.map((name) => ({
        name,
        port: ports.get(name) ?? 0,
        dependsOn: name === 'top' ? ['base'] : [],
        stopGraceSec: 2,
      })),
    });
    const port = await freePort();
    const storm = runKillStorm(
      {
        services,
        needs: { top: ['base'] },
        isRunning: (name) => isListening(ports.get(name) ?? 0),
        // The service's own words: one line for each run.
        runOf: async (name) =>
          readFileSync(join(dataDir, 'logs', `${name}.out.log`), 'utf8')
            .match(/begins|asked to stop/g)
            ?.join() ?? '',
        spawn: (onSpawn) => spawnMadre({ dataDir, catalogFile, port, ...(onSpawn && { onSpawn }) }),
      },
      createRandom(seed),
      KILLS,
    );
    const report = await storm.catch((error: unknown) => {
      throw new Error(`with VX11_TEST_SEED=${seed}`, { cause: error });
    });
    console.info(`kill storm on processes, seed ${seed}: ${JSON.stringify(report)}`);
    expect(report.kills).toBeGreaterThanOrEqual(KILLS);
    expect(await Promise.all([...ports.values()].map(isListening))).toEqual([false, false, false]);
  },
);
