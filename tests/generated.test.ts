import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from './support/temp-dir.ts';

const folders = [
  'schema/generated',
  'client/generated',
  'cli/generated',
  'examples/generated',
  'console/src/generated',
];

test('the generated files are what `npm run generate` makes of the sources', { timeout: 60_000 }, () => {
  const copy = copyOfSources();
  const script =
    'node_modules/.bin/tsx schema/compose.ts && node_modules/.bin/graphql-codegen --config codegen.ts';
  const made = spawnSync('sh', ['-c', script], { cwd: copy, encoding: 'utf8' });
  expect(made.status, made.stdout + made.stderr).toBe(0);
  const committed = contents(process.cwd());
  const fresh = contents(copy);
  const stale = [...new Set([...Object.keys(committed), ...Object.keys(fresh)])].filter(
    (file) => committed[file] !== fresh[file],
  );
  expect(stale, 'stale: run `npm run generate`').toEqual([]);
});

/** Generators write beside their sources, so they run in a copy that has none of the generated files yet. */
function copyOfSources(): string {
  const copy = tempDir();
  const isSource = (path: string): boolean => !folders.some((folder) => path.endsWith(folder));
  const sources = [
    'package.json',
    'codegen.ts',
    'schema',
    'client',
    'cli/operations',
    'examples',
    'console/operations',
  ];
  for (const path of sources) {
    cpSync(path, join(copy, path), { recursive: true, filter: isSource });
  }
  mkdirSync(join(copy, 'console/src'), { recursive: true });
  symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

function contents(root: string): Record<string, string> {
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(folder, name)),
  );
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}
