import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isDead, readProcess, readProcesses } from './proc-table.ts';

/** What tells a process from a later one with the same id: its start time, and on Linux the boot too. */
export function startTimeOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return startTimeByPs(pid);
  const entry = readProcess(pid);
  return entry === undefined || isDead(entry) ? undefined : `${bootId()}:${entry.startTicks}`;
}

/** On Linux the part of a start time that counts since the boot; undefined elsewhere. */
export function startTicksIn(startTime: string): number | undefined {
  const ticks = /^[0-9a-f-]+:(\d+)$/.exec(startTime)?.[1];
  return ticks === undefined ? undefined : Number(ticks);
}

/** Stopped by SIGSTOP or a debugger. Known on Linux only. */
export function isPaused(pid: number): boolean {
  const state = process.platform === 'linux' ? readProcess(pid)?.state : undefined;
  return state === 'T' || state === 't';
}

/** Whether any process of the group still runs; ended ones that nobody has reaped do not count. */
export function groupRuns(groupId: number): boolean {
  if (!signalGroup(groupId, 0)) return false;
  if (process.platform !== 'linux') return true;
  return readProcesses().some((each) => each.groupId === groupId && !isDead(each));
}

/** False where no such group exists. */
export function signalGroup(groupId: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-groupId, signal);
    return true;
  } catch (error) {
    // EPERM: it exists, and a member changed its user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

let boot: string | undefined;
function bootId(): string {
  return (boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
}

function startTimeByPs(pid: number): string | undefined {
  const asked = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    timeout: 2_000,
  });
  const line = asked.stdout.trim();
  return line === '' || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
}
