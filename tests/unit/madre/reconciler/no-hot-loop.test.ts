import { expect, it, onTestFinished } from 'vitest';
import type { Runtime } from '../../../../subgraphs/madre/runtimes/runtime.ts';
import { createMemoryMadre } from '../../../support/memory-madre.ts';
import { tempDir } from '../../../support/temp-dir.ts';

/** What the back-off allows in 10 s: 250 ms, doubled each time. */
const MOST_TRIES = 7;

async function start(change: (runtime: Runtime) => Partial<Runtime>) {
  const madre = await createMemoryMadre({
    dataDir: tempDir(),
    watch: (runtime) => ({ ...runtime, ...change(runtime) }),
  });
  onTestFinished(() => madre.subgraph.close());
  return madre;
}

it('pauses before it stops again what still runs although its stop has ended', async () => {
  let stops = 0;
  let isDeaf = true;
  const madre = await start((runtime) => ({
    async stop(service, signal) {
      stops += 1;
      if (!isDeaf) await runtime.stop(service, signal);
    },
  }));
  madre.world.startByHand('alone');
  await madre.clock.advance(10_000);
  expect(stops).toBeGreaterThan(2);
  expect(stops).toBeLessThanOrEqual(MOST_TRIES);
  isDeaf = false;
  await madre.clock.advance(10_000);
  expect(madre.world.running()).toEqual([]);
});

it('pauses before it starts again what ended right after its probe succeeded, and says why', async () => {
  let starts = 0;
  const madre = await start((runtime) => ({
    async start(service, signal) {
      starts += 1;
      await runtime.start(service, signal);
      madre.world.end(service.name, { exitCode: 4 });
    },
    isReady: async () => true,
  }));
  await madre.ask('mutation { openWindow(input: { services: ["alone"], ttlSec: 60 }) { ok } }');
  await madre.clock.advance(10_000);
  expect(starts).toBeGreaterThan(2);
  expect(starts).toBeLessThanOrEqual(MOST_TRIES);
  const { service } = await madre.ask<{ service: unknown }>(
    '{ service(name: "alone") { state failure { code exitCode } } }',
  );
  expect(service).toEqual({ state: 'CRASH_LOOP', failure: { code: 'EXITED', exitCode: 4 } });
});

it('keeps a restart in mind until the service was really gone', async () => {
  let stops = 0;
  const madre = await start((runtime) => ({
    async stop(service, signal) {
      stops += 1;
      if (stops > 2) await runtime.stop(service, signal);
    },
  }));
  await madre.ask('mutation { startService(name: "alone") { ok } }');
  await madre.clock.advance(1_000);
  await madre.ask('mutation { restartService(name: "alone") { ok } }');
  await madre.clock.advance(5_000);
  const { service } = await madre.ask<{ service: unknown }>(
    '{ service(name: "alone") { state restartCount lastStop { rule } } }',
  );
  expect(service).toEqual({ state: 'READY', restartCount: 1, lastStop: { rule: 'RESTART' } });
});
