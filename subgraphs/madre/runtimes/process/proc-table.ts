import { readdirSync, readFileSync } from 'node:fs';

/** One process as Linux's /proc tells of it. */
export interface ProcEntry {
  readonly pid: number;
  readonly parentId: number;
  readonly groupId: number;
  /** One letter: R, S, D, T (stopped), t (traced), Z (ended, not reaped), X. */
  readonly state: string;
  readonly threads: number;
  /** Since boot. */
  readonly startTicks: string;
  /** In user and system mode, its own and of the children that it has reaped. */
  readonly cpuTicks: number;
}

/** Undefined where there is no such process. */
export function readProcess(pid: number): ProcEntry | undefined {
  try {
    // proc(5): the second field is the name in parentheses and may hold anything; the rest is separated by spaces.
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return {
      pid,
      state: fields[0] ?? '',
      parentId: Number(fields[1]),
      groupId: Number(fields[2]),
      cpuTicks: [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0),
      threads: Number(fields[17]),
      startTicks: fields[19] ?? '',
    };
  } catch {
    return undefined;
  }
}

/** Empty where the system has no /proc. */
export function readProcesses(): readonly ProcEntry[] {
  return processIds().flatMap((pid) => readProcess(pid) ?? []);
}

/**
 * Ended, though nobody may have reaped it. Its state is that of its first thread: while others are left, as at each end of a program
 * for a moment, its ports are still taken.
 */
export function isDead({ state, threads }: Pick<ProcEntry, 'state' | 'threads'>): boolean {
  return state === 'X' || (state === 'Z' && threads <= 1);
}

/** Whether it was started with this variable; false for another user's process. What the process itself sets does not show here. */
export function hasVariable(pid: number, variable: string): boolean {
  return environmentOf(pid).includes(`\0${variable}\0`);
}

/** What it was started with under this name; undefined also for another user's process. */
export function variableOf(pid: number, name: string): string | undefined {
  const [, behind] = environmentOf(pid).split(`\0${name}=`, 2);
  return behind?.split('\0', 1)[0];
}

/** Each variable between two zero bytes; empty where it may not be read. */
function environmentOf(pid: number): string {
  try {
    return `\0${readFileSync(`/proc/${pid}/environ`, 'latin1')}`;
  } catch {
    return '';
  }
}

/** Whether it runs this program with these arguments, or the interpreter of a script does. */
export function isRunBy(pid: number, command: readonly string[]): boolean {
  try {
    const line = `\0${readFileSync(`/proc/${pid}/cmdline`, 'utf8')}`;
    return line.endsWith(`\0${command.join('\0')}\0`);
  } catch {
    return false;
  }
}

function processIds(): readonly number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}
