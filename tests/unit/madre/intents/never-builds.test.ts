import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOTS = ['platform', 'schema', 'subgraphs', 'gateway', 'scripts', 'client', 'console/src'];
const files = ROOTS.flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|tsx|js|mjs|sh)$/.test(name) && !name.includes('node_modules'))
    .map((name) => join(root, name)),
);
const texts = files.map((file) => ({ file, text: readFileSync(file, 'utf8') }));
const filesWith = (pattern: RegExp): readonly string[] =>
  texts.filter(({ text }) => pattern.test(text)).map(({ file }) => file);

describe('nothing in the sources runs a build', () => {
  it('looks at all of them', () => {
    expect(files.length).toBeGreaterThan(200);
    expect(filesWith(/docker/i).length).toBeGreaterThan(5);
  });

  it.each([
    [
      'no build command',
      /\bdocker(-compose)?['"\s,]+(compose['"\s,]+|buildx['"\s,]+|image['"\s,]+)*build\b|\bbuildah\b|\bkaniko\b/,
    ],
    [
      'no build endpoint of the Engine API',
      /\/build(\?|['"`])|\bbuildImage\b|\bimportImage\b|\/images\/load\b/,
    ],
    ['no image made from a container', /['"`/]commit(\?|['"`])\s*[,)]|\.commit\(/],
  ])('%s', (_title, pattern) => {
    expect(filesWith(pattern)).toEqual([]);
  });

  it('and other programs are started only where the catalog’s processes and the sentinel are, and where tools are asked for their version', () => {
    const allowed =
      /^((subgraphs\/madre\/(runtimes\/process|sentinel)|scripts)\/|subgraphs\/hermes\/cli-tools\.ts$)/;
    expect(
      filesWith(/['"](node:)?(child_process|cluster)['"]/).filter((file) => !allowed.test(file)),
    ).toEqual([]);
  });

  it('nor do intents reach a runtime', () => {
    const intents = texts.filter(({ file }) => file.startsWith('subgraphs/madre/intents/'));
    expect(intents.length).toBeGreaterThan(5);
    for (const { file, text } of intents) expect(text, file).not.toMatch(/runtimes\//);
  });
});
