import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { expect, test } from 'vitest';

const begin = (stdout: number | 'pipe') =>
  spawn(process.execPath, ['--import', 'tsx', 'cli/main.ts', 'completion', 'bash'], {
    stdio: ['ignore', stdout, 'ignore'],
  });

test.skipIf(!existsSync('/dev/full'))('results that a full disk does not take are a failure', async () => {
  const [code] = (await once(begin(openSync('/dev/full', 'w')), 'exit')) as [number | null];
  expect(code).toBe(1);
});

test('who reads no further, as head(1) does, has seen enough', async () => {
  const child = begin('pipe');
  child.stdout?.destroy();
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(0);
});
