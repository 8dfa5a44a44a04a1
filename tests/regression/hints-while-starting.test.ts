import { expect, it, onTestFinished } from 'vitest';
import { createManualClock } from '../../platform/manual-clock.ts';
import { MemoryWorld } from '../../subgraphs/madre/runtimes/memory/memory-world.ts';
import { createMemoryMadre } from '../support/memory-madre.ts';
import { tempDir } from '../support/temp-dir.ts';

it('looks at a service only once at a time when hints come while madre starts, and forgets none of them', async () => {
  const clock = createManualClock();
  const world = new MemoryWorld(clock);
  let looking = 0;
  let most = 0;
  let looks = 0;
  const starting = createMemoryMadre({
    dataDir: tempDir(),
    clock,
    world,
    watch: (runtime) => ({
      ...runtime,
      describe(signal) {
        world.hint();
        return runtime.describe(signal);
      },
      async observe(service, signal) {
        if (service.name !== 'alone') return runtime.observe(service, signal);
        looks += 1;
        most = Math.max(most, (looking += 1));
        const seen = await runtime.observe(service, signal);
        await new Promise<void>((resolve) => clock.after(50, resolve));
        // Behind the back of the first look.
        if (looks === 1) world.startByHand('alone');
        looking -= 1;
        return seen;
      },
    }),
  });
  while (clock.pendingTimers === 0) await clock.advance(0);
  await clock.advance(500);
  const madre = await starting;
  onTestFinished(() => madre.subgraph.close());
  expect(most).toBe(1);
  expect(world.running()).toEqual([]);
  expect(await madre.ask('{ service(name: "alone") { lastStop { rule } } }')).toEqual({
    // Its first look saw it stopped, so somebody started it since.
    service: { lastStop: { rule: 'STARTED_BY_HAND' } },
  });
});
