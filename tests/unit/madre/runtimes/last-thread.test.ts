import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { startTimeOf } from '../../../../subgraphs/madre/runtimes/process/os-process.ts';
import { isDead } from '../../../../subgraphs/madre/runtimes/process/proc-table.ts';
import { freePort } from '../../../support/free-port.ts';
import { isListening } from '../../../support/listening.ts';

test.each([
  ['runs', 'R', 5, false],
  ['sleeps', 'S', 1, false],
  ['has ended, and nobody has reaped it', 'Z', 1, true],
  ['has ended but for some of its threads', 'Z', 2, false],
  ['is gone', 'X', 1, true],
])('a process that %s is dead or not', (_what, state, threads, expected) => {
  expect(isDead({ state, threads })).toBe(expected);
});

/** Of the system call that ends one thread alone. */
const EXIT = { x64: 60, arm64: 93 }[process.arch as string];
const hasThreads = spawnSync('perl', ['-e', 'use threads; use IO::Socket::INET']).status === 0;

test.skipIf(EXIT === undefined || process.platform !== 'linux' || !hasThreads)(
  'a program runs until its last thread has ended, and holds its port until then',
  async () => {
    const port = await freePort();
    const script = `use threads; use IO::Socket::INET; $| = 1;
      my $server = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => ${port}, Listen => 5) or die;
      threads->create(sub { print "listens\\n"; sleep 600 });
      syscall(${EXIT}, 0);`;
    const child = spawn('perl', ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    const pid = child.pid ?? 0;
    await expect.poll(() => readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain('(perl) Z ');
    expect(await isListening(port)).toBe(true);
    expect(startTimeOf(pid)).toBeDefined();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(startTimeOf(pid)).toBeUndefined();
    expect(await isListening(port)).toBe(false);
  },
);
