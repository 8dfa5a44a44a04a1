import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { run } from '../../../cli/run.ts';

test('vx11 --version prints the version of the package', async () => {
  const [input, output, problems] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const { signal } = new AbortController();
  expect(await run({ args: ['--version'], env: {}, input, output, problems, signal })).toBe(0);
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(String(output.read())).toBe(`${version}\n`);
});
