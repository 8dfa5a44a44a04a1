import { expect, it, onTestFinished } from 'vitest';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { MemoryWorld } from '../../../../subgraphs/madre/runtimes/memory/memory-world.ts';
import type { Runtime } from '../../../../subgraphs/madre/runtimes/runtime.ts';
import { catalogService, createMemoryMadre, type MemoryMadre } from '../../../support/memory-madre.ts';
import { tempDir } from '../../../support/temp-dir.ts';

/** A restart that was acknowledged is carried out although madre dies before she does anything about it. */
it('restarts what was asked for before a crash, once, and says who asked', async () => {
  const start = installation();
  const first = await start((runtime) => ({ ...runtime, stop: never }));
  await first.ask('mutation { openWindow(input: { services: ["alone"], mode: HOLD }) { ok } }');
  await first.clock.advance(1_000);
  await first.ask('mutation { restartService(name: "alone") { ok } }');
  await first.crash();
  expect(await runsOf(first)).toBe(1);

  const second = await start();
  await second.clock.advance(2_000);
  expect(await runsOf(second)).toBe(2);
  expect(await second.ask('{ service(name: "alone") { state lastStop { rule by } } }')).toEqual({
    service: { state: 'READY', lastStop: { rule: 'RESTART', by: 'tester' } },
  });
  await second.crash();

  const third = await start();
  await third.clock.advance(30_000);
  expect(await runsOf(third)).toBe(2);
});

it('does not stop a second time what was stopped for it before the crash', async () => {
  const start = installation();
  const first = await start((runtime) => ({ ...runtime, start: never }));
  first.world.startByHand('alone');
  await first.ask('mutation { openWindow(input: { services: ["alone"], mode: HOLD }) { ok } }');
  await first.clock.advance(1_000);
  await first.ask('mutation { restartService(name: "alone") { ok } }');
  await first.clock.advance(100);
  expect(first.world.running()).toEqual([]);
  await first.crash();

  const second = await start();
  await second.clock.advance(30_000);
  expect(await runsOf(second)).toBe(2);
  expect(second.world.running()).toEqual(['alone']);
});

it.each(['restartService', 'startService'])(
  'starts what was stopped by hand and kept down, although madre died right after %s',
  async (mutation) => {
    const drift = { stoppedByHand: 'degrade', startedByHand: 'stop', adoptTtlSec: 600 } as const;
    const start = installation(new Map([['alone', catalogService('alone', { drift })]]));
    const first = await start();
    await first.ask('mutation { startService(name: "alone") { ok } }');
    await first.clock.advance(1_000);
    await first.world.stopByHand('alone');
    await first.clock.advance(1_000);
    first.world.behave('alone', { observe: 'hangs' });
    await first.ask(`mutation { ${mutation}(name: "alone") { ok } }`);
    await first.crash();
    expect(first.world.running()).toEqual([]);

    first.world.behave('alone', { observe: 'works' });
    const second = await start();
    await second.clock.advance(2_000);
    expect(second.world.running()).toEqual(['alone']);
  },
);

it('does not begin again with a restart that was given up', async () => {
  const start = installation();
  const first = await start();
  await first.ask('mutation { openWindow(input: { services: ["alone"], mode: HOLD }) { ok } }');
  await first.clock.advance(1_000);
  first.world.behave('alone', { stop: 'fails' });
  await first.ask('mutation { restartService(name: "alone") { ok } }');
  await first.clock.advance(60_000);
  await first.crash();

  first.world.behave('alone', { stop: 'works' });
  const second = await start();
  await second.clock.advance(30_000);
  expect(await runsOf(second)).toBe(1);
});

it('restarts nothing for a window that comes after the one that held it then', async () => {
  const start = installation();
  const first = await start((runtime) => ({ ...runtime, stop: never }));
  await first.ask('mutation { openWindow(input: { services: ["alone"], ttlSec: 30 }) { ok } }');
  await first.clock.advance(1_000);
  await first.ask('mutation { restartService(name: "alone") { ok } }');
  await first.crash();
  await first.clock.advance(60_000);

  const second = await start();
  await second.clock.advance(1_000);
  expect(second.world.running()).toEqual([]);
  await second.ask('mutation { openWindow(input: { services: ["alone"], mode: HOLD }) { ok } }');
  await second.clock.advance(30_000);
  expect(await runsOf(second)).toBe(2);
});

/** Starts one madre after the other on the same data folder and the same world. */
function installation(catalog?: Parameters<typeof createMemoryMadre>[0]['catalog']) {
  const clock = createManualClock();
  const kept = { dataDir: tempDir(), clock, world: new MemoryWorld(clock) };
  return async (watch?: (runtime: Runtime) => Runtime): Promise<MemoryMadre> => {
    const madre = await createMemoryMadre({ ...kept, ...(catalog && { catalog }), ...(watch && { watch }) });
    onTestFinished(() => madre.crash());
    return madre;
  };
}

async function runsOf({ world }: MemoryMadre): Promise<number> {
  const seen = await world.observe('alone');
  return seen.status === 'RUNNING' ? seen.restartCount + 1 : 0;
}

function never(_service: unknown, signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(new Error('it was given up')), { once: true }),
  );
}
