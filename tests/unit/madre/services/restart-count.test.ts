import { expect, it } from 'vitest';
import { openWindowOn, startMadre } from '../../../support/follow-changes.ts';
import { createMemoryMadre, type MemoryMadre } from '../../../support/memory-madre.ts';
import { tempDir } from '../../../support/temp-dir.ts';

async function restartsOf(madre: MemoryMadre): Promise<unknown> {
  const { service } = await madre.ask<{ service: { restartCount: number } }>(
    '{ service(name: "alone") { restartCount } }',
  );
  return service.restartCount;
}

it('leaves out what a window starts after a stop, and the first start', async () => {
  const madre = await startMadre();
  for (let window = 0; window < 3; window += 1) {
    await openWindowOn(madre, 'alone', 10);
    await madre.clock.advance(30_000);
    expect(madre.world.running()).toEqual([]);
  }
  expect(await restartsOf(madre)).toBe(0);
});

it.each([
  ['a crash', async ({ world }: MemoryMadre) => world.end('alone')],
  ['a stop by hand', ({ world }: MemoryMadre) => world.stopByHand('alone')],
  ['restartService', (madre: MemoryMadre) => madre.ask('mutation { restartService(name: "alone") { ok } }')],
])('counts one start after %s', async (_what, act) => {
  const madre = await startMadre();
  await openWindowOn(madre, 'alone', 600);
  await act(madre);
  await madre.clock.advance(30_000);
  expect(madre.world.running()).toEqual(['alone']);
  expect(await restartsOf(madre)).toBe(1);
});

it('counts what the runtime restarted by itself between two looks, also while madre was away', async () => {
  const dataDir = tempDir();
  const first = await startMadre({ dataDir });
  await openWindowOn(first, 'alone', 600);
  const restartByItself = (): void => {
    first.world.loseEvents(true);
    first.world.end('alone');
    first.world.startByHand('alone');
    first.world.loseEvents(false);
  };
  restartByItself();
  await first.clock.advance(30_000);
  expect(await restartsOf(first)).toBe(1);
  await first.crash();
  restartByItself();
  const second = await createMemoryMadre({ dataDir, clock: first.clock, world: first.world });
  await second.clock.advance(30_000);
  expect(await restartsOf(second)).toBe(2);
  await second.subgraph.close();
});

it('counts each try of what ends before it is ready', async () => {
  const madre = await startMadre();
  madre.world.behave('alone', { readyMs: null, endsAfterMs: 100 });
  await openWindowOn(madre, 'alone', 600);
  await madre.clock.advance(10_000);
  expect(await restartsOf(madre)).toBeGreaterThan(1);
  madre.world.behave('alone', { readyMs: 0, endsAfterMs: null });
  await madre.clock.advance(120_000);
  expect(await madre.world.observe('alone')).toMatchObject({
    status: 'RUNNING',
    restartCount: await restartsOf(madre),
  });
});
