import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createInProcessBus } from '../../../platform/bus/bus-in-process.ts';
import { createExecutor, type Executor } from '../../../platform/graphql/execute.ts';
import type { ManualClock } from '../../../platform/manual-clock.ts';
import type { ReconcilerRules } from '../../../subgraphs/madre/reconciler/rules.ts';
import { createMemoryRuntime } from '../../../subgraphs/madre/runtimes/memory/memory.ts';
import type { MemoryWorld } from '../../../subgraphs/madre/runtimes/memory/memory-world.ts';
import { createMadreOn } from '../../../subgraphs/madre/subgraph.ts';
import { catalog } from './catalog.ts';
import { hostileRuntime, type Hostility } from './hostile-runtime.ts';
import { createLife, mortalBus, mortalClock, mortalRuntime, type CallWatcher, type Life } from './mortal.ts';

/** What a test takes away from madre, to show that this is seen. */
export interface Breakage {
  readonly rules?: Partial<ReconcilerRules>;
  /** A crash loses all that was committed. */
  readonly forgetsAtCrash?: boolean;
}

/** The production madre, which can be killed at any moment as kill -9 does: what the file had then is what the next one finds. */
export interface MadreUnderTest {
  /** Undefined while it is down or starting. */
  readonly executor: Executor | undefined;
  /** Undefined while it is down. */
  readonly life: Life | undefined;
  readonly dataDir: string;
  /** Resolves when it answers, or was killed before. */
  start(): Promise<void>;
  kill(): void;
  /** Kills it and removes all it left. */
  bury(): Promise<void>;
}

const log = pino({ level: 'silent' });
/** Thousands of durable commits, of which none needs a disk here. */
const fastFolder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export function createMadreUnderTest(options: {
  readonly clock: ManualClock;
  readonly world: MemoryWorld;
  readonly hostility: Hostility;
  readonly watcher: CallWatcher;
  readonly memoryBudgetMb: number | null;
  readonly busSurvives: boolean;
  readonly breakage: Breakage;
}): MadreUnderTest {
  const { clock, world, hostility, watcher, breakage } = options;
  const base = mkdtempSync(join(fastFolder, 'vx11-property-'));
  const ends: Promise<unknown>[] = [];
  let bus = createInProcessBus();
  let lives = 1;
  let dataDir = folderOf(base, lives);
  let life: Life | undefined;
  let executor: Executor | undefined;

  async function live(self: Life): Promise<void> {
    const runtime = hostileRuntime(createMemoryRuntime(world), hostility);
    const subgraph = await createMadreOn(mortalRuntime(runtime, self, watcher), catalog, {
      ...{ dataDir, log },
      clock: mortalClock(clock, self),
      bus: mortalBus(bus, self),
      memoryBudgetMb: options.memoryBudgetMb ?? undefined,
      observeCore: () => ({
        tentaculo_link: { state: 'READY' },
        madre: { state: 'READY' },
        redis: { state: 'MISSING', reason: 'NOT_INSTALLED' },
      }),
      ...(breakage.rules === undefined ? {} : { rules: breakage.rules }),
    });
    if (!self.over) executor = createExecutor(subgraph, log);
    ends.push(self.ended.then(() => subgraph.close()).catch(() => undefined));
  }

  function kill(): void {
    if (life === undefined) return;
    lives += 1;
    const next = folderOf(base, lives);
    if (breakage.forgetsAtCrash !== true) copyStore(dataDir, next);
    dataDir = next;
    life.end();
    life = undefined;
    executor = undefined;
    if (!options.busSurvives) bus = createInProcessBus();
  }

  return {
    get executor() {
      return executor;
    },
    get life() {
      return life;
    },
    get dataDir() {
      return dataDir;
    },
    start() {
      const self = createLife();
      life = self;
      const living = live(self);
      ends.push(living.catch(() => undefined));
      return Promise.race([living, self.ended]);
    },
    kill,
    async bury() {
      kill();
      await Promise.all(ends);
      rmSync(base, { recursive: true, force: true });
    },
  };
}

function folderOf(base: string, life: number): string {
  const folder = join(base, `life-${life}`);
  mkdirSync(folder);
  return folder;
}

function copyStore(from: string, to: string): void {
  for (const file of ['madre.db', 'madre.db-wal'])
    if (existsSync(join(from, file))) copyFileSync(join(from, file), join(to, file));
}
