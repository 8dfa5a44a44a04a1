import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** What tells a process from a later one with the same id: its start time, and on Linux the boot too. */
export function startTimeOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return startTimeByPs(pid);
  const stat = readStat(pid);
  return stat === undefined || isDead(stat.state) ? undefined : `${bootId()}:${stat.startTicks}`;
}

/** Stopped by SIGSTOP or a debugger. Known on Linux only. */
export function isPaused(pid: number): boolean {
  const state = process.platform === 'linux' ? readStat(pid)?.state : undefined;
  return state === 'T' || state === 't';
}

/** Whether any process of the group still runs; ended ones that nobody has reaped do not count. */
export function groupRuns(groupId: number): boolean {
  if (!signalGroup(groupId, 0)) return false;
  if (process.platform !== 'linux') return true;
  return readdirSync('/proc').some((entry) => {
    const stat = /^\d+$/.test(entry) ? readStat(Number(entry)) : undefined;
    return stat !== undefined && stat.groupId === groupId && !isDead(stat.state);
  });
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

interface Stat {
  readonly state: string;
  readonly groupId: number;
  readonly startTicks: string;
}

/** proc(5): the second field is the name in parentheses and may hold anything; the rest is separated by spaces. */
function readStat(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', groupId: Number(fields[2]), startTicks: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

function isDead(state: string): boolean {
  return state === 'Z' || state === 'X';
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
