import { readFile } from 'node:fs/promises';

const CGROUPS = '/sys/fs/cgroup';

/**
 * The most bytes that a container's cgroup has used, from the kernel's own file. Null where that cannot be read here: the engine is on
 * another machine, madre is in a container of its own, or the kernel is older than 5.19. The kernel counts page cache too.
 */
export async function readCgroupPeak(containerId: string, pid: number): Promise<number | null> {
  const groups = (await readText(`/proc/${pid}/cgroup`))?.split('\n') ?? [];
  for (const group of groups) {
    const file = peakFile(group);
    // A process id of another machine or namespace is somebody else's here: the container's id must be in the path.
    if (file === undefined || !file.includes(containerId)) continue;
    const peak = Number((await readText(file))?.trim() ?? NaN);
    if (Number.isSafeInteger(peak) && peak > 0) return peak;
  }
  return null;
}

/** A line of /proc/PID/cgroup is `id:controllers:path`; cgroup 2 has no controllers there. */
function peakFile(group: string): string | undefined {
  const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(group) ?? [];
  if (path === undefined || path.includes('..')) return undefined;
  if (controllers === '') return `${CGROUPS}${path}/memory.peak`;
  return controllers?.split(',').includes('memory') === true
    ? `${CGROUPS}/memory${path}/memory.max_usage_in_bytes`
    : undefined;
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}
