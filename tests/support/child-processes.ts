import { readdirSync, readFileSync } from 'node:fs';

/** The ids of all live processes that descend from `pid`, sorted. Linux only, as /proc is. */
export function childProcesses(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (/^\d+$/.test(entry)) parents.set(Number(entry), parentOf(entry));
  }
  const descends = (id: number): boolean => {
    const parent = parents.get(id);
    return parent !== undefined && parent !== 0 && (parent === pid || descends(parent));
  };
  return [...parents.keys()].filter(descends).sort((a, b) => a - b);
}

/** 0 for a process that ended while we looked. */
function parentOf(pid: string): number {
  try {
    // The name in parentheses may hold spaces: the fields begin behind its last one.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}
