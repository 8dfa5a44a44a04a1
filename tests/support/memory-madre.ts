import { pino } from 'pino';
import { createInProcessBus } from '../../platform/bus/bus-in-process.ts';
import type { Bus } from '../../platform/bus/bus.ts';
import type { ManualClock } from '../../platform/manual-clock.ts';
import { createManualClock } from '../../platform/manual-clock.ts';
import { createExecutor, type Executor } from '../../platform/graphql/execute.ts';
import type { Logger } from '../../platform/log.ts';
import type { Subgraph } from '../../platform/graphql/subgraph.ts';
import type { Catalog, CatalogService } from '../../subgraphs/madre/catalog.ts';
import type { ReconcilerRules } from '../../subgraphs/madre/reconciler/rules.ts';
import { MemoryWorld } from '../../subgraphs/madre/runtimes/memory/memory-world.ts';
import { createMemoryRuntime } from '../../subgraphs/madre/runtimes/memory/memory.ts';
import type { Runtime } from '../../subgraphs/madre/runtimes/runtime.ts';
import { createMadreOn } from '../../subgraphs/madre/subgraph.ts';
import { aService } from './service.ts';

/** madre's real subgraph on the MEMORY runtime and the manual clock. */
export interface MemoryMadre {
  readonly clock: ManualClock;
  readonly world: MemoryWorld;
  readonly bus: Bus;
  readonly subgraph: Subgraph;
  readonly executor: Executor;
  readonly dataDir: string;
  /** Data of a query or mutation that must succeed. */
  ask<Data = Record<string, unknown>>(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
  ): Promise<Data>;
  /** Ends this madre as a crash does: nothing is written and nothing is stopped. */
  crash(): Promise<void>;
}

export async function createMemoryMadre(options: {
  readonly dataDir: string;
  readonly catalog?: Catalog;
  readonly clock?: ManualClock;
  readonly world?: MemoryWorld;
  readonly bus?: Bus;
  readonly memoryBudgetMb?: number;
  readonly log?: Logger;
  /** Rules that a test breaks on purpose. */
  readonly rules?: Partial<ReconcilerRules>;
  /** Stands between madre and the runtime. */
  readonly watch?: (runtime: Runtime) => Runtime;
}): Promise<MemoryMadre> {
  const clock = options.clock ?? createManualClock();
  const world = options.world ?? new MemoryWorld(clock);
  const bus = options.bus ?? createInProcessBus();
  const memory = createMemoryRuntime(world);
  let crashed = false;
  const runtime: Runtime = { ...memory, close: (how) => memory.close(crashed ? undefined : how) };
  const subgraph = await createMadreOn(options.watch?.(runtime) ?? runtime, options.catalog ?? chainCatalog, {
    clock,
    log: options.log ?? pino({ level: 'silent' }),
    bus,
    dataDir: options.dataDir,
    memoryBudgetMb: options.memoryBudgetMb,
    ...(options.rules === undefined ? {} : { rules: options.rules }),
    observeCore: () => ({
      tentaculo_link: { state: 'READY' },
      madre: { state: 'READY' },
      redis: { state: 'MISSING', reason: 'NOT_INSTALLED' },
    }),
  });
  const executor = createExecutor(subgraph);
  return {
    clock,
    world,
    bus,
    subgraph,
    executor,
    dataDir: options.dataDir,
    async ask<Data>(query: string, variables: Readonly<Record<string, unknown>> = {}) {
      const { data, errors } = await executor.execute({ query, variables, context: requestOf('tester') });
      if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('; '));
      return data as Data;
    },
    crash() {
      crashed = true;
      return subgraph.close();
    },
  };
}

export function requestOf(name: string, correlationId = `of-${name}`) {
  return { correlationId, actor: { name, scopes: ['*'] }, signal: new AbortController().signal };
}

/** base ← middle ← top, and one that stands alone. */
export const chainCatalog: Catalog = new Map(
  [
    aService('base', { port: 9_001 }),
    aService('middle', { port: 9_002, dependsOn: ['base'] }),
    aService('top', { port: 9_003, dependsOn: ['middle'] }),
    aService('alone', { port: 9_004 }),
  ].map((service) => [service.name, service]),
);

/** A service that runs in memory only, where its port does not matter. */
export function catalogService(name: string, change: Partial<CatalogService> = {}): CatalogService {
  return aService(name, { port: 9_000, ...change });
}
