import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { takeLock } from '../../platform/store/exclusive-lock.ts';
import { packageRoot } from '../../schema/package-root.ts';
import { tempDir } from '../support/temp-dir.ts';

const module = fileURLToPath(new URL('dist/platform/store/exclusive-lock.js', packageRoot));

test('one holder at a time, also within a process, and the next one after a release', async () => {
  const file = join(tempDir(), 'deep', 'lock');
  const first = await takeLock(file);
  expect(await takeLock(file)).toBeUndefined();
  first?.release();
  first?.release();
  const second = await takeLock(file);
  expect(second).toBeDefined();
  second?.release();
});

test('a holder that was killed holds no longer', async () => {
  const file = join(tempDir(), 'lock');
  const script = `import { takeLock } from ${JSON.stringify(module)};
    globalThis.lock = await takeLock(${JSON.stringify(file)});
    console.log(globalThis.lock === undefined ? 'refused' : 'held');
    setInterval(() => undefined, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(holder.stdout, 'data')) as [Buffer];
  expect(said.toString()).toBe('held\n');
  expect(await takeLock(file)).toBeUndefined();

  holder.kill('SIGKILL');
  await once(holder, 'exit');
  const lock = await takeLock(file);
  expect(lock).toBeDefined();
  lock?.release();
});
