import { cpus, loadavg } from 'node:os';
import { missing } from '../../tests/support/requirements.ts';
import { spawnStack, type SpawnedStack } from '../../tests/support/stack.ts';
import type { BenchService, BenchWorld } from './bench-world.ts';
import { measureDeadlines } from './deadlines.ts';
import { openDockerWorld } from './docker-world.ts';
import { measureIdle } from './idle.ts';
import { measureStarts } from './starts.ts';
import { openProcessWorld } from './process-world.ts';
import { TABLE_HEAD } from '../statistics.ts';

const CHAIN_BOOT_MS = 300;
const TEN = Array.from({ length: 10 }, (_, index) => `ten-${index}`);
const TWENTY = Array.from({ length: 20 }, (_, index) => `timed-${index}`);

const plain = (name: string): BenchService => ({ name, bootMs: 0, dependsOn: [] });
const services: readonly BenchService[] = [
  plain('single'),
  { name: 'chain-1', bootMs: CHAIN_BOOT_MS, dependsOn: [] },
  { name: 'chain-2', bootMs: CHAIN_BOOT_MS, dependsOn: ['chain-1'] },
  { name: 'chain-3', bootMs: CHAIN_BOOT_MS, dependsOn: ['chain-2'] },
  ...TEN.map(plain),
  ...TWENTY.map(plain),
];

/** What each scenario asks a window for, the levels that start one after the other, and how often it is measured. */
const scenarios = [
  { name: 'single', ask: ['single'], levels: [['single']], rounds: { PROCESS: 150, DOCKER: 60 } },
  {
    name: 'chain of three, 300 ms boot each',
    ask: ['chain-3'],
    levels: [['chain-1'], ['chain-2'], ['chain-3']],
    rounds: { PROCESS: 30, DOCKER: 20 },
  },
  { name: 'ten at once', ask: TEN, levels: [TEN], rounds: { PROCESS: 40, DOCKER: 15 } },
] as const;

/** Window open → HTTP 200 against the engine's own start → HTTP 200; deadline → stop issued; idle CPU. On processes, and on Docker where one answers. */
export async function measureWindowOpen(): Promise<void> {
  const [load = NaN] = loadavg();
  console.log(
    `${new Date().toISOString()}, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, load ${load.toFixed(1)} before`,
  );
  await measureOn(await openProcessWorld(services));
  if ((await missing('docker')) === undefined) await measureOn(await openDockerWorld(services));
}

async function measureOn(world: BenchWorld): Promise<void> {
  console.log(`\n## ${world.kind}, ${world.version}\n${TABLE_HEAD}`);
  const stack = await spawnStack({
    env: { ...world.env },
    services: services.map((service) => toCatalog(world, service)),
  });
  try {
    for (const { rounds, ...scenario } of scenarios)
      await measureStarts({ world, stack, ...scenario, rounds: scaled(rounds[world.kind]) });
    await measureDeadlines({ world, stack, services: TWENTY, rounds: scaled(3) });
    await measureIdle({ stack, service: 'single' });
  } finally {
    await close(stack, world);
  }
}

function toCatalog(world: BenchWorld, service: BenchService) {
  const { name, dependsOn } = service;
  return { name, dependsOn, port: world.portOf(name), stopGraceSec: 5, ...world.catalogEntry(service) };
}

/** BENCH_SCALE=0.2 for a quick look. */
function scaled(rounds: number): number {
  return Math.max(1, Math.round(rounds * Number(process.env['BENCH_SCALE'] ?? 1)));
}

async function close(stack: SpawnedStack, world: BenchWorld): Promise<void> {
  await stack.close();
  await world.close();
}
