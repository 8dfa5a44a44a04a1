import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDataFolder } from '../../../platform/configuration/data-folder.ts';
import { makePrivateFile, makePrivateFolder } from '../../../platform/private-folder.ts';
import { openStore } from '../../../platform/store/store.ts';
import { tempDir } from '../../support/temp-dir.ts';

const modeOf = (path: string): number => statSync(path).mode & 0o777;

test('every folder it makes is for its owner alone; one that exists stays as it is', () => {
  const root = tempDir();
  mkdirSync(join(root, 'shared'), { mode: 0o755 });
  makePrivateFolder(join(root, 'shared', 'a', 'b'));
  expect(['shared', 'shared/a', 'shared/a/b'].map((path) => modeOf(join(root, path)))).toEqual([
    0o755, 0o700, 0o700,
  ]);
  makePrivateFolder(join(root, 'shared', 'a', 'b'));
});

test('a file keeps what it holds', () => {
  const file = join(tempDir(), 'file');
  makePrivateFile(file);
  expect(modeOf(file)).toBe(0o600);
  writeFileSync(file, 'text');
  makePrivateFile(file);
  expect(readFileSync(file, 'utf8')).toBe('text');
});

test('a store is for its owner alone, with its journal', async () => {
  const file = join(tempDir(), 'new', 'rows.db');
  const store = await openStore({ file, migrations: {} });
  expect([file, `${file}-wal`, `${file}-shm`].map(modeOf)).toEqual([0o600, 0o600, 0o600]);
  await store.close();
});

// /proc accepts no folder and says ENOENT of one whose parent exists.
test.each(['/etc/passwd', '/dev/null/x', '/proc/nope', '/proc/nope/deeper'])(
  'a data folder that cannot be made names its variable: %s',
  (path) => {
    expect(() => openDataFolder(path)).toThrow(`VX11_DATA_DIR: expected a folder that can be made`);
  },
);
