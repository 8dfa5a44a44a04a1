import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { spawnStack } from '../support/stack.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openReadyWindow } from '../support/windows.ts';

it('keeps everything in its data folder for its owner alone', async () => {
  const dataDir = join(tempDir(), 'data');
  const stack = await spawnStack({
    env: { VX11_DATA_DIR: dataDir },
  });
  await openReadyWindow(stack, { services: ['switch'], ttlSec: 60 });
  const open = filesIn(dataDir).filter((path) => (statSync(path).mode & 0o077) !== 0);
  expect(open).toEqual([]);
  expect(filesIn(dataDir).map((path) => path.slice(dataDir.length))).toEqual(
    expect.arrayContaining([
      '/madre.db',
      '/madre.lock',
      '/operator.db',
      '/logs/switch.err.log',
      '/run/switch.json',
    ]),
  );
  await stack.close();
});

/** The folder and all below it. */
function filesIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return [folder, ...entries.map((entry) => join(folder, entry))];
}
