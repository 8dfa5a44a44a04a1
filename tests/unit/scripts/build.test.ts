import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { tempDir } from '../../support/temp-dir.ts';

const outputs = ['dist/gateway/main.js', 'dist/console/index.html', 'dist/playground/index.html'];

test('an installation without compilers runs what it was given', () => {
  const tree = treeWith(outputs);
  expect(build(tree, '--stale')).toEqual({ status: 0, printed: '' });
});

test('a missing part that cannot be built is named, with what to do', () => {
  const built = build(treeWith(outputs.slice(1)), '--stale');
  expect(built.status).toBe(1);
  expect(built.printed).toMatch(/dist\/gateway\/main\.js is missing .* run "npm ci" first/);
});

test('only what is older than its sources is built again', () => {
  const tree = treeWith(outputs);
  for (const [file, text] of Object.entries(compilers)) write(tree, file, text);
  expect(build(tree).printed).toMatch(
    /building server … \d.*\nbuilding console … \d.*\nbuilding playground … \d/,
  );
  expect(build(tree, '--stale').printed).toBe('');

  write(tree, 'gateway/main.ts', '');
  const soon = new Date(Date.now() + 60_000);
  utimesSync(join(tree, 'gateway/main.ts'), soon, soon);
  expect(build(tree, '--stale').printed).toMatch(/^building server … [\d.]+ s\n$/);
});

test('the command line is executable once it is built', () => {
  const tree = treeWith([...outputs, 'dist/cli/main.js']);
  for (const [file, text] of Object.entries(compilers)) write(tree, file, text);
  expect(build(tree).status).toBe(0);
  expect(statSync(join(tree, 'dist/cli/main.js')).mode & 0o111).toBe(0o111);
});

test('a part that does not build is not taken for built', () => {
  const tree = treeWith(outputs);
  for (const file of Object.keys(compilers))
    write(tree, file, 'console.log("error TS1: broken"); process.exit(2);');
  expect(build(tree, '--stale')).toMatchObject({
    status: 1,
    printed: expect.stringContaining('error TS1: broken') as string,
  });
  expect(build(tree, '--stale').status).toBe(1);
});

/** Compilers that succeed and make nothing: the outputs are there already. */
const compilers = { 'node_modules/typescript/bin/tsc': '', 'node_modules/vite/bin/vite.js': '' };

function treeWith(files: readonly string[]): string {
  const tree = tempDir();
  cpSync('scripts', join(tree, 'scripts'), { recursive: true });
  writeFileSync(join(tree, 'package.json'), readFileSync('package.json'));
  for (const folder of ['schema', 'console', 'console/playground'])
    mkdirSync(join(tree, folder), { recursive: true });
  for (const file of files) write(tree, file, '');
  return tree;
}

function write(tree: string, file: string, text: string): void {
  mkdirSync(join(tree, dirname(file)), { recursive: true });
  writeFileSync(join(tree, file), text);
}

function build(tree: string, ...args: string[]): { status: number | null; printed: string } {
  const ran = spawnSync(process.execPath, ['scripts/build.js', ...args], { cwd: tree, encoding: 'utf8' });
  return { status: ran.status, printed: ran.stdout + ran.stderr };
}
