import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeCatalog } from '../support/catalog.ts';
import { freePort } from '../support/free-port.ts';
import { spawnMadre, type SpawnedMadre } from '../support/spawn-madre.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openReadyWindow } from '../support/windows.ts';

test(
  'what somebody ends after madre was killed and came back stays down where its drift says degrade, and else runs again',
  { timeout: 60_000 },
  async () => {
    const dataDir = tempDir();
    const catalogFile = writeCatalog(dataDir, {
      services: [
        { name: 'left', port: await freePort(), drift: { stoppedByHand: 'degrade' } },
        { name: 'kept', port: await freePort() },
      ],
    });
    let madre: SpawnedMadre | undefined;
    const start = async (): Promise<SpawnedMadre> => (madre = await spawnMadre({ dataDir, catalogFile }));
    onTestFinished(async () => void (await madre?.stop()));

    const before = await start();
    const left = await openReadyWindow(before, { services: ['left'], ttlSec: 600 });
    const kept = await openReadyWindow(before, { services: ['kept'], ttlSec: 600 });
    await before.crash();
    const after = await start();
    for (const name of ['left', 'kept']) process.kill(pidIn(dataDir, name), 'SIGTERM');

    const told = (name: string, id: string): Promise<unknown> =>
      after.data(
        `query ($name: ID!, $id: ID!) {
          service(name: $name) { state reason restartCount }
          window(id: $id) { state failure { code exitCode message } }
        }`,
        { name, id },
      );
    await expect
      .poll(() => told('kept', kept.id))
      .toMatchObject({
        service: { state: 'READY', reason: null, restartCount: 1 },
        window: { state: 'OPEN', failure: null },
      });
    const message = 'left ended by itself with an unknown exit code, or somebody asked it to end';
    await expect
      .poll(() => told('left', left.id))
      .toEqual({
        service: { state: 'STOPPED', reason: 'EXITED', restartCount: 0 },
        window: { state: 'DEGRADED', failure: { code: 'EXITED', exitCode: null, message } },
      });

    await after.data('mutation { restartService(name: "left") { ok } }');
    await expect
      .poll(() => told('left', left.id))
      .toMatchObject({ service: { state: 'READY' }, window: { state: 'OPEN', failure: null } });
  },
);

function pidIn(dataDir: string, service: string): number {
  const record: unknown = JSON.parse(readFileSync(join(dataDir, 'run', `${service}.json`), 'utf8'));
  return (record as { readonly pid: number }).pid;
}
