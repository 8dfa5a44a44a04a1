import { onTestFinished } from 'vitest';
import { createInProcessBus } from '../../platform/bus/bus-in-process.ts';
import type { Bus } from '../../platform/bus/bus.ts';
import { systemClock, type Clock } from '../../platform/clock.ts';
import { createExecutor, type Executor } from '../../platform/graphql/execute.ts';
import { createLogger } from '../../platform/log.ts';
import type { RequestContext } from '../../platform/request-context.ts';
import type { AskSubgraph, ReadRefusedFiles, ReadTraffic } from '../../subgraphs/operator/ports.ts';
import { createOperator } from '../../subgraphs/operator/subgraph.ts';
import { tempDir } from './temp-dir.ts';

export interface TestOperator {
  /** The data of a query or mutation; throws with the errors where there are any. */
  data<Data>(query: string, variables?: Readonly<Record<string, unknown>>, actor?: string): Promise<Data>;
  readonly executor: Executor;
  readonly context: RequestContext;
  readonly bus: Bus;
  close(): Promise<void>;
}

/** The whole operator subgraph on a folder of its own, closed when the test ends. */
export async function startOperator(options: {
  readonly askMadre: AskSubgraph;
  /** Without it nobody answers for switch's subgraph. */
  readonly askSwitch?: AskSubgraph;
  readonly readTraffic?: ReadTraffic;
  readonly readRefusedFiles?: ReadRefusedFiles;
  readonly switchUrl?: string;
  readonly dataDir?: string;
  readonly clock?: Clock;
  readonly bus?: Bus;
}): Promise<TestOperator> {
  const bus = options.bus ?? createInProcessBus();
  const subgraph = await createOperator({
    clock: options.clock ?? systemClock,
    log: createLogger('silent', 'operator'),
    bus,
    dataDir: options.dataDir ?? tempDir(),
    askMadre: options.askMadre,
    askSwitch: options.askSwitch ?? (() => Promise.reject(new Error('nobody answers for switch'))),
    ...(options.readTraffic === undefined ? {} : { readTraffic: options.readTraffic }),
    readRefusedFiles: options.readRefusedFiles,
    switchUrl: options.switchUrl ?? 'http://127.0.0.1:1',
    subgraphToken: 'between-us',
  });
  onTestFinished(() => subgraph.close());
  const executor = createExecutor(subgraph);
  const context: RequestContext = {
    correlationId: 'corr-test',
    actor: { name: 'tester', scopes: ['*'] },
    signal: new AbortController().signal,
  };
  return {
    executor,
    context,
    bus,
    close: () => subgraph.close(),
    async data<Data>(query: string, variables?: Readonly<Record<string, unknown>>, actor = 'tester') {
      // Each request has a signal of its own, as over a socket.
      const asked = {
        ...context,
        actor: { name: actor, scopes: ['*'] },
        signal: new AbortController().signal,
      };
      const result = await executor.execute({
        query,
        ...(variables === undefined ? {} : { variables }),
        context: asked,
      });
      if (result.errors !== undefined) throw new Error(JSON.stringify(result.errors));
      return result.data as Data;
    },
  };
}
