import { readdirSync, readFileSync } from 'node:fs';

/** The ids of the sentinels that look after the data folder now. Linux only, as /proc is. */
export function sentinelsOf(dataDir: string): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => {
      const args = commandLineOf(pid);
      return args.some((arg) => arg.endsWith('dist/subgraphs/sentinel.js')) && args.includes(dataDir);
    })
    .map(Number);
}

/** Empty for a process that ended while we looked. */
function commandLineOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
