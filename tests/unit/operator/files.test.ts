import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listFiles } from '../../../subgraphs/operator/files/list-files.ts';
import { tempDir } from '../../support/temp-dir.ts';

function folder(): { readonly root: string; readonly outside: string } {
  const outside = tempDir();
  writeFileSync(join(outside, 'secret.txt'), 'secret');
  const root = tempDir();
  mkdirSync(join(root, 'reports/old'), { recursive: true });
  writeFileSync(join(root, 'a.txt'), 'abc');
  symlinkSync(outside, join(root, 'out'));
  symlinkSync(join(outside, 'secret.txt'), join(root, 'reports/link.txt'));
  return { root, outside };
}

describe('the files that are shown', () => {
  test('are those of the folder, by name, with kind and size', async () => {
    const { root } = folder();
    expect(await listFiles(root, '/')).toMatchObject([
      { path: '/a.txt', name: 'a.txt', kind: 'FILE', sizeBytes: 3 },
      { path: '/reports', name: 'reports', kind: 'DIRECTORY', sizeBytes: null },
    ]);
    expect((await listFiles(root, '/reports')).map(({ path }) => path)).toEqual(['/reports/old']);
    expect(await listFiles(root, 'reports/old/')).toEqual([]);
  });

  test.each([
    '..',
    '/../',
    '/reports/../..',
    'out',
    '/out/',
    'reports/link.txt',
    '/nowhere',
    '/a.txt',
    '/a\0b',
  ])('are never reached by %j', async (path) => {
    const { root } = folder();
    await expect(listFiles(root, path)).rejects.toThrow('path must be a folder in the files folder');
  });

  test('are a bounded number', async () => {
    const root = tempDir();
    for (let index = 0; index < 1_005; index += 1) writeFileSync(join(root, `f${index}`), '');
    expect(await listFiles(root, '/')).toHaveLength(1_000);
  });
});
