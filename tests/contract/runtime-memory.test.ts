import { systemClock } from '../../platform/clock.ts';
import { MemoryWorld } from '../../subgraphs/madre/runtimes/memory/memory-world.ts';
import { createMemoryRuntime } from '../../subgraphs/madre/runtimes/memory/memory.ts';
import { aService } from '../support/service.ts';
import { runtimeContract } from './runtime.ts';

runtimeContract('the memory runtime', async () => {
  const world = new MemoryWorld(systemClock);
  world.behave('web', { startMs: 5, readyMs: 20, stopMs: 5 });
  world.behave('stubborn', { stopMs: 50 });
  world.behave('blocked', { start: 'PORT_IN_USE' });
  world.uninstall('absent');
  world.measure('web', { cpuMs: 12, memoryBytes: 5_000_000, processes: 2 });
  const runtime = createMemoryRuntime(world);
  return {
    runtime,
    reopen: () => createMemoryRuntime(world),
    web: aService('web', { port: 10_001 }),
    stubborn: aService('stubborn', { port: 10_002, stopGraceSec: 1 }),
    absent: aService('absent', { port: 10_003 }),
    blocked: aService('blocked', { port: 10_004 }),
    crash: async ({ name }) => world.end(name, { exitCode: 137 }),
    freeze: async ({ name }) => world.pause(name),
    stopByHand: ({ name }) => world.stopByHand(name),
    endInOrder: async () => world.end('web', { exitCode: 0 }),
    async speak(from, to) {
      for (let number = from; number <= to; number += 1) {
        world.print('web', 'STDOUT', `out ${number}`);
        world.print('web', 'STDERR', `err ${number}`);
      }
    },
    dispose: () => runtime.close(),
  };
});
