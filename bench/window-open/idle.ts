import { readFileSync } from 'node:fs';
import { sentinelsOf } from '../../tests/support/sentinels.ts';
import type { SpawnedStack } from '../../tests/support/stack.ts';
import { openReadyWindow } from '../../tests/support/windows.ts';
import { closeFully } from './close-fully.ts';

const SETTLE_MS = 5_000;
const SPAN_MS = 60_000;
/** USER_HZ, the same on every Linux. */
const TICKS_PER_SEC = 100;

/** CPU time of the whole server, gateway and operator included, and of the sentinel, over a minute with a window open and nobody asking. */
export async function measureIdle({
  stack,
  service,
}: {
  readonly stack: SpawnedStack;
  readonly service: string;
}): Promise<void> {
  const window = await openReadyWindow(stack, { services: [service], ttlSec: 600 });
  await pause(SETTLE_MS);
  const pids = [stack.process.pid ?? 0, ...sentinelsOf(stack.dataDir)];
  const before = pids.map(cpuMs);
  await pause(SPAN_MS);
  const [server = NaN, sentinel = NaN] = pids.map((pid, index) => cpuMs(pid) - (before[index] ?? NaN));
  console.log(`\nidle for a minute with a window open: server ${server} ms CPU, sentinel ${sentinel} ms CPU`);
  const [serverMb = NaN, sentinelMb = NaN] = pids.map(residentMb);
  console.log(`resident: server ${serverMb.toFixed(0)} MB, sentinel ${sentinelMb.toFixed(0)} MB`);
  await closeFully(stack, window.id);
}

function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SEC) * 1_000;
}

function residentMb(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
