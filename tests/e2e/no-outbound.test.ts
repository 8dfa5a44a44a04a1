import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { spawnStack } from '../support/stack.ts';
import { tempDir } from '../support/temp-dir.ts';

const hook = fileURLToPath(new URL('../support/outbound-hook.cjs', import.meta.url));
const hooked = (log: string): Record<string, string> => ({
  NODE_OPTIONS: `--require ${hook}`,
  VX11_OUTBOUND_LOG: log,
});

test('from start to stop the stack neither connects nor looks up a name beyond the machine', async () => {
  const log = join(tempDir(), 'outbound.log');
  const stack = await spawnStack({ env: hooked(log), switchEnv: hooked(log) });
  try {
    const windows = stack.subscribe<{ windowChanged: { window: { id: string; state: string } } }>(
      'subscription { windowChanged { window { id state } } }',
    );
    const { openWindow } = await stack.data<{ openWindow: { ok: boolean; window: { id: string } } }>(
      'mutation { openWindow(input: { services: ["switch"], ttlSec: 60 }) { ok window { id } } }',
    );
    const reached = (state: string) =>
      windows.until(
        ({ data }) =>
          data?.windowChanged.window.id === openWindow.window.id && data.windowChanged.window.state === state,
      );
    await reached('OPEN');
    await stack.data('{ status { status } engines { id } }');
    await stack.data('mutation { chat(input: { message: "what is running?" }) { ok message { content } } }');
    await stack.data('mutation { closeWindow(input: {}) { ok } }');
    await reached('CLOSED');
    await windows.close();
  } finally {
    expect(await stack.stop()).toBe(0);
    await stack.close();
  }
  expect(attempts(log)).toEqual([]);
});

test('the hook is loaded in the gateway and in switch', async () => {
  const log = join(tempDir(), 'outbound.log');
  const stack = await spawnStack({ env: hooked(log), switchEnv: hooked(log) });
  try {
    await stack.data(
      'mutation { openWindow(input: { services: ["switch"], ttlSec: 60, waitUntilReady: true }) { ok } }',
    );
    // /proc tells which environment each process was really started with.
    expect(environmentsNaming(log)).toBeGreaterThanOrEqual(2);
  } finally {
    await stack.close();
  }
});

test.each([
  [
    'a connection',
    `require('node:net').connect(80, '192.0.2.1').on('error', () => {}).destroy()`,
    ['connect 192.0.2.1'],
  ],
  ['a name look-up', `require('node:dns').lookup('nowhere.invalid', () => {})`, ['lookup nowhere.invalid']],
  ['loopback', `require('node:net').connect(1, '127.0.0.1').on('error', () => {})`, []],
])('the hook counts %s as it should', (_what, script, expected) => {
  const log = join(tempDir(), 'outbound.log');
  const ran = spawnSync(process.execPath, ['-e', script], {
    env: { ...process.env, ...hooked(log) },
    encoding: 'utf8',
  });
  expect(ran.status, ran.stderr).toBe(0);
  expect(attempts(log)).toEqual(expected);
});

function attempts(log: string): string[] {
  return existsSync(log) ? readFileSync(log, 'utf8').split('\n').filter(Boolean) : [];
}

function environmentsNaming(log: string): number {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => environmentOf(pid).includes(`VX11_OUTBOUND_LOG=${log}`)).length;
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    // Gone since the folder was read.
    return '';
  }
}
