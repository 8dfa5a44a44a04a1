import { PassThrough, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { run } from '../../../cli/run.ts';

test('a fault of vx11 itself has a code for scripts, as every other error', async () => {
  const [input, problems] = [new PassThrough(), new PassThrough()];
  const output = new Writable();
  output.write = () => {
    throw new TypeError('no such thing');
  };
  const { signal } = new AbortController();
  const args = ['--json', 'completion', 'bash'];
  expect(await run({ args, env: {}, input, output, problems, signal })).toBe(1);
  expect(JSON.parse(String(problems.read()))).toMatchObject({
    error: { code: 'INTERNAL', message: expect.stringContaining('no such thing') as string, exitCode: 1 },
  });
});
