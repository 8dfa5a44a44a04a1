import { expect, it, onTestFinished } from 'vitest';
import { createMemoryMadre, type MemoryMadre } from '../support/memory-madre.ts';
import { tempDir } from '../support/temp-dir.ts';

const HOUR = 3_600_000;

interface Opened {
  readonly openWindow: { readonly window: { readonly id: string; readonly state: string } };
}

async function start(watch?: Parameters<typeof createMemoryMadre>[0]['watch']): Promise<MemoryMadre> {
  const madre = await createMemoryMadre({ dataDir: tempDir(), ...(watch === undefined ? {} : { watch }) });
  onTestFinished(() => madre.subgraph.close());
  return madre;
}

async function open(madre: MemoryMadre, rest: string): Promise<string> {
  const { openWindow } = await madre.ask<Opened>(
    `mutation { openWindow(input: { services: ["alone"], ${rest} }) { window { id state } } }`,
  );
  return openWindow.window.id;
}

async function stateOf(madre: MemoryMadre, id: string): Promise<string> {
  const { window } = await madre.ask<{ window: { state: string } }>(
    'query ($id: ID!) { window(id: $id) { state } }',
    { id },
  );
  return window.state;
}

function setBack({ clock }: MemoryMadre): void {
  clock.setWallClock(clock.now() - HOUR);
}

it('ends a window after its ttl although the wall clock was set back', async () => {
  const madre = await start();
  const id = await open(madre, 'ttlSec: 10');
  await madre.clock.advance(1_000);
  setBack(madre);
  await madre.clock.advance(9_000);
  expect(await stateOf(madre, id)).toBe('CLOSED');
  expect(madre.world.running()).toEqual([]);
});

it('ends an extended window after ttl and extension although the wall clock was set back between', async () => {
  const madre = await start();
  const id = await open(madre, 'ttlSec: 10');
  await madre.clock.advance(1_000);
  setBack(madre);
  await madre.ask(`mutation { extendWindow(input: { id: "${id}", addSec: 5 }) { ok } }`);
  await madre.clock.advance(13_000);
  expect(await stateOf(madre, id)).toBe('OPEN');
  await madre.clock.advance(1_000);
  expect(await stateOf(madre, id)).toBe('CLOSED');
});

it('ends a window at the next look when the wall clock was set beyond its deadline', async () => {
  const madre = await start();
  const id = await open(madre, 'ttlSec: 3000');
  await madre.clock.advance(1_000);
  madre.clock.setWallClock(madre.clock.now() + HOUR);
  await madre.clock.advance(10_000);
  expect(await stateOf(madre, id)).toBe('CLOSED');
});

it('tries a failed stop again although the wall clock was set back', async () => {
  const madre = await start();
  await open(madre, 'ttlSec: 10');
  await madre.clock.advance(1_000);
  madre.world.behave('alone', { stop: 'fails' });
  await madre.clock.advance(12_000);
  expect(madre.world.running()).toEqual(['alone']);
  setBack(madre);
  madre.world.behave('alone', { stop: 'works' });
  await madre.clock.advance(11_000);
  expect(madre.world.running()).toEqual([]);
});

it('lets no window open for longer than its budget, nor its waiter wait, although the wall clock was set back', async () => {
  const madre = await start();
  madre.world.behave('alone', { readyMs: null });
  const waiting = madre.ask<Opened>(
    'mutation { openWindow(input: { services: ["alone"], ttlSec: 600, waitUntilReady: true }) { window { id state } } }',
  );
  await madre.clock.advance(1_000);
  setBack(madre);
  await madre.clock.advance(30_000);
  expect((await waiting).openWindow.window.state).toBe('FAILED');
});

it('pauses between failing starts although the wall clock was set back behind the window', async () => {
  let starts = 0;
  const madre = await start((runtime) => ({
    ...runtime,
    start: (service, signal) => {
      starts += 1;
      return runtime.start(service, signal);
    },
  }));
  madre.world.behave('alone', { start: 'fails' });
  await open(madre, 'ttlSec: 600');
  await madre.clock.advance(100);
  setBack(madre);
  await madre.clock.advance(10_000);
  expect(starts).toBeLessThan(10);
});
