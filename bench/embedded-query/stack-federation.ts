import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInProcessBus } from '../../platform/bus/bus-in-process.ts';
import { systemClock } from '../../platform/clock.ts';
import { createExecutor } from '../../platform/graphql/execute.ts';
import { buildSchema, type Subgraph } from '../../platform/graphql/subgraph.ts';
import { createLogger } from '../../platform/log.ts';
import { readSubgraphSdl, supergraphFile } from '../../schema/sdl.ts';
import { createSubgraph, observeCore } from '../../subgraphs/index.ts';
import type { Federation } from './contenders.ts';

/** madre and operator as the product embeds them, with a window open on the MEMORY runtime; switch sleeps and is not asked. */
export interface Stack extends Federation {
  close(): Promise<void>;
}

const log = createLogger('silent', 'bench');
const SUBGRAPH_TOKEN = 'bench';

export async function startStack(): Promise<Stack> {
  const dataDir = mkdtempSync(join(tmpdir(), 'vx11-bench-'));
  const bus = createInProcessBus();
  const core = observeCore({
    bus,
    usesRedis: false,
    clock: systemClock,
    observeGateway: () => ({ state: 'READY' }),
  });
  const madre = await createSubgraph('madre', {
    ...{
      clock: systemClock,
      log,
      bus,
      dataDir,
      catalogFile: undefined,
      runtime: 'memory',
      composeProject: 'vx11',
    },
    ...{ dockerHost: undefined, memoryBudgetMb: undefined, childEnv: () => ({}), observeCore: core.observe },
  });
  const executor = createExecutor(madre, log);
  const operator = await createSubgraph('operator', {
    ...{
      clock: systemClock,
      log,
      bus,
      dataDir,
      subgraphToken: SUBGRAPH_TOKEN,
      switchUrl: 'http://127.0.0.1:9',
    },
    askMadre: (request) => executor.execute(request),
    askSwitch: () => Promise.reject(new Error('switch sleeps')),
  });
  const actor = { name: 'bench', scopes: ['*'] };
  const context = { correlationId: 'bench', actor, signal: new AbortController().signal };
  const query =
    'mutation { openWindow(input: { services: ["hermes"], ttlSec: 600, waitUntilReady: true }) { ok } }';
  await executor.execute({ query, context });
  const asleep: Subgraph = {
    name: 'switch',
    schema: buildSchema(readSubgraphSdl('switch'), {}),
    contextFor: () => ({}),
    readiness: () => ({ ready: true }),
    close: () => Promise.resolve(),
  };
  return {
    supergraphSdl: readFileSync(supergraphFile, 'utf8'),
    subgraphs: [madre, operator, asleep],
    async close() {
      await operator.close();
      await madre.close();
      core.close();
      await bus.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}
