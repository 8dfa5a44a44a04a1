import { unlessAborted } from '../../../../platform/unless-aborted.ts';
import type { MemoryWorld } from './memory-world.ts';
import type { Runtime } from '../runtime.ts';

/** Services that exist only in memory: to try the product without programs of any kind, and for tests. */
export function createMemoryRuntime(world: MemoryWorld): Runtime {
  const cancels = new Set<() => void>();
  return {
    kind: 'MEMORY',
    describe: async () => ({ available: true, version: null, detail: 'services exist in memory only' }),
    observe: ({ name }, signal) => unlessAborted(world.observe(name), signal),
    start: ({ name }, signal) => unlessAborted(world.start(name), signal),
    stop: ({ name }, signal) => unlessAborted(world.stop(name), signal),
    isReady: async ({ name }) => world.isReady(name),
    logs: async ({ name }, { tail, sinceMs = -Infinity }) => {
      const lines = world.log(name).lines.filter(({ atMs }) => atMs >= sinceMs);
      return tail === 0 ? [] : lines.slice(-tail);
    },
    followLogs: ({ name }, from, signal) => world.log(name).follow(from, signal),
    stats: async ({ name }) => world.stats(name),
    peakMemory: async ({ name }) => world.peakMemory(name),
    watch(listener) {
      const cancel = world.listen(listener);
      cancels.add(cancel);
      return () => {
        cancel();
        cancels.delete(cancel);
      };
    },
    async close(options) {
      for (const cancel of cancels) cancel();
      cancels.clear();
      // What would not stop ends with this process.
      if (options?.stopAll === true)
        await Promise.allSettled(world.running().map((name) => world.stop(name)));
    },
  };
}
