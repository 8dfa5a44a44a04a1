import { expect, it, onTestFinished } from 'vitest';
import type { Runtime } from '../../../../subgraphs/madre/runtimes/runtime.ts';
import { chainCatalog, createMemoryMadre } from '../../../support/memory-madre.ts';
import { tempDir } from '../../../support/temp-dir.ts';

it.each<[string, Partial<Runtime>, Record<string, number>]>([
  ['', { peakMemory: async () => 1 }, {}],
  [', but measure once in a minute what knows no peak,', { peakMemory: async () => null }, { stats: 10 }],
])(
  'looks at each service once in 10 s and does nothing else%s while nothing happens',
  async (_but, change, more) => {
    const calls = new Map<string, number>();
    const madre = await createMemoryMadre({
      dataDir: tempDir(),
      watch: (runtime) => countCalls(calls, { ...runtime, ...change }),
    });
    onTestFinished(() => madre.subgraph.close());
    await madre.ask('mutation { startService(name: "alone") { ok } }');
    await madre.clock.advance(15_000);
    calls.clear();
    const timers = madre.clock.pendingTimers;
    await madre.clock.advance(600_000);
    expect(Object.fromEntries(calls)).toEqual({
      observe: 60 * chainCatalog.size,
      isReady: 60,
      peakMemory: 60,
      describe: 60,
      ...more,
    });
    expect(madre.clock.pendingTimers).toBe(timers);
  },
);

function countCalls(calls: Map<string, number>, runtime: Runtime): Runtime {
  const counted = <Answer>(call: string, answer: Answer): Answer => {
    calls.set(call, (calls.get(call) ?? 0) + 1);
    return answer;
  };
  return {
    ...runtime,
    describe: (signal) => counted('describe', runtime.describe(signal)),
    observe: (service, signal) => counted('observe', runtime.observe(service, signal)),
    start: (service, signal) => counted('start', runtime.start(service, signal)),
    stop: (service, signal) => counted('stop', runtime.stop(service, signal)),
    isReady: async (service, signal) =>
      counted('isReady', (await runtime.isReady?.(service, signal)) ?? false),
    logs: (service, options, signal) => counted('logs', runtime.logs(service, options, signal)),
    stats: (service, signal) => counted('stats', runtime.stats(service, signal)),
    peakMemory: (service, signal) => counted('peakMemory', runtime.peakMemory(service, signal)),
  };
}
