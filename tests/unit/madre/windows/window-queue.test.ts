import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../../../subgraphs/madre/catalog.ts';
import { catalogService } from '../../../support/memory-madre.ts';
import { openDesk } from '../../../support/power-desk.ts';

/** Six services of 40 MB each, of which the budget of 100 MB lets two run. */
const catalog: Catalog = new Map(
  ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, catalogService(name, { memoryMb: 40 })]),
);
const openFull = () => openDesk({ catalog, memoryBudgetMb: 100 });
const HOUR = 3_600_000;

describe('a window for which there is no memory', () => {
  it('waits where it asked to, and opens with its whole ttl as soon as there is room', async () => {
    const desk = await openFull();
    const { clock, world } = desk.madre;
    const first = await desk.open({ services: ['a'] });
    await desk.open({ services: ['b'] });
    const queued = await desk.openWindow({ services: ['c'], ttlSec: 120, onBusy: 'QUEUE' });
    expect(queued).toMatchObject({
      ok: true,
      code: 'OK',
      message: 'it waits for memory, at place 1 of the queue',
      window: { state: 'QUEUED', deadline: null, ttlRemainingSec: null, queuePosition: 1 },
    });
    const id = queued.window?.id ?? '';
    const next = await desk.follow(id);
    expect(await next()).toMatchObject({ type: 'SNAPSHOT', window: { state: 'QUEUED', queuePosition: 1 } });
    await clock.advance(300_000);
    expect(world.running()).toEqual(['a', 'b']);

    await desk.closeWindow({ id: first });
    await clock.advance(1_000);
    const opening = await next();
    expect(opening).toMatchObject({ type: 'OPENING', window: { state: 'OPENING' } });
    expect(Date.parse(opening.window.deadline ?? '') - Date.parse(opening.at)).toBe(120_000);
    expect(world.running()).toEqual(['b', 'c']);
    expect(await desk.window(id)).toMatchObject({ state: 'OPEN', queuePosition: null });
    expect(await desk.audited('system')).toContain('window.opening OK');
    await clock.advance(120_000);
    expect(world.running()).toEqual(['b']);
    expect(await desk.window(id)).toMatchObject({ state: 'CLOSED', closeReason: 'TTL_EXPIRED' });
  });

  it('is overtaken by nobody of its priority, though there were room', async () => {
    const desk = await openFull();
    await desk.open({ services: ['a'] });
    const big = await desk.openWindow({ services: ['b', 'c'], ttlSec: 60, onBusy: 'QUEUE' });
    const small = await desk.openWindow({ services: ['d'], ttlSec: 60, onBusy: 'QUEUE' });
    const urgent = await desk.openWindow({ services: ['d'], ttlSec: 60, onBusy: 'QUEUE', priority: 6 });
    expect([big, small, urgent].map(({ window }) => window?.state)).toEqual(['QUEUED', 'QUEUED', 'OPENING']);
    expect(await desk.openWindow({ services: ['c'], ttlSec: 60 })).toMatchObject({ code: 'BUDGET_EXCEEDED' });
    expect(await desk.window(small.window?.id ?? '')).toMatchObject({ queuePosition: 2 });
  });

  it('opens one after the other, in order, as far as there is room', async () => {
    const desk = await openFull();
    const { clock, world } = desk.madre;
    const first = await desk.open({ services: ['a', 'b'] });
    const waiting = { c: 3, d: 4, e: 9, f: 4 };
    for (const [service, priority] of Object.entries(waiting))
      await desk.openWindow({ services: [service], ttlSec: 60, onBusy: 'QUEUE', priority });
    await desk.closeWindow({ id: first });
    await clock.advance(1_000);
    expect(world.running()).toEqual(['d', 'e']);
    await clock.advance(60_000);
    expect(world.running()).toEqual(['c', 'f']);
  });

  it('is given up after an hour, by whichever clock, and fails nothing', async () => {
    const desk = await openFull();
    const { clock, world } = desk.madre;
    await desk.open({ services: ['a', 'b'], ttlSec: 86_400 });
    const queued = await desk.openWindow({ services: ['c'], ttlSec: 60, onBusy: 'QUEUE' });
    await clock.advance(1_000);
    clock.setWallClock(clock.now() - 2 * HOUR);
    await clock.advance(HOUR - 2_000);
    expect(await desk.window(queued.window?.id ?? '')).toMatchObject({ state: 'QUEUED' });
    await clock.advance(1_000);
    expect(await desk.window(queued.window?.id ?? '')).toMatchObject({
      state: 'FAILED',
      closeReason: 'QUEUE_EXPIRED',
      queuePosition: null,
    });
    const { windows } = await desk.madre.ask<{ windows: { edges: { node: { failure: unknown } }[] } }>(
      '{ windows(states: [FAILED]) { edges { node { failure { code } } } } }',
    );
    expect(windows.edges).toEqual([{ node: { failure: null } }]);
    expect(world.running()).toEqual(['a', 'b']);
    // An hour of looks, each of them real work.
  }, 120_000);

  it('tells at once that it waits, also whoever would wait until it is open', async () => {
    const desk = await openFull();
    await desk.open({ services: ['a', 'b'] });
    const input = { services: ['c'], ttlSec: 60, onBusy: 'QUEUE', waitUntilReady: true };
    expect(await desk.openWindow(input)).toMatchObject({
      ok: true,
      message: 'it waits for memory, at place 1 of the queue',
      window: { state: 'QUEUED' },
    });
  });

  it('can be closed while it waits, and not be extended', async () => {
    const desk = await openFull();
    await desk.open({ services: ['a', 'b'] });
    const queued = await desk.openWindow({ services: ['c'], ttlSec: 60, onBusy: 'QUEUE' });
    const id = queued.window?.id ?? '';
    expect(await desk.extendWindow({ id, addSec: 10 })).toMatchObject({ code: 'NOT_ACTIVE' });
    expect(await desk.closeWindow({ id })).toMatchObject({
      ok: true,
      window: { state: 'CLOSED', closeReason: 'MANUAL', queuePosition: null },
    });
    expect(await desk.closeWindow({ id })).toMatchObject({ code: 'NOT_ACTIVE' });
    const { service } = await desk.madre.ask<{ service: unknown }>(
      '{ service(name: "c") { lastStop { rule } } }',
    );
    expect(service).toEqual({ lastStop: null });
  });

  it('goes on waiting across a crash', async () => {
    const desk = await openFull();
    const { clock, world, bus } = desk.madre;
    const dataDir = desk.dataDir;
    const first = await desk.open({ services: ['a', 'b'] });
    const queued = await desk.openWindow({ services: ['c'], ttlSec: 60, onBusy: 'QUEUE' });
    await desk.madre.crash();
    const second = await openDesk({ catalog, memoryBudgetMb: 100, dataDir, clock, world, bus });
    expect(await second.window(queued.window?.id ?? '')).toMatchObject({ state: 'QUEUED', queuePosition: 1 });
    await second.closeWindow({ id: first });
    await clock.advance(1_000);
    expect(world.running()).toEqual(['c']);
  });

  it('evicts what is less important where it asked to, and each end is told and audited', async () => {
    const desk = await openFull();
    const { clock, world } = desk.madre;
    const kept = await desk.open({ services: ['a'], priority: 3 });
    const evicted = await desk.open({ services: ['b'], priority: 2 });
    expect(
      await desk.openWindow({ services: ['c'], ttlSec: 60, onBusy: 'PREEMPT', priority: 2 }),
    ).toMatchObject({
      code: 'BUDGET_EXCEEDED',
      window: null,
    });
    const opened = await desk.openWindow({ services: ['c'], ttlSec: 60, onBusy: 'PREEMPT', priority: 4 });
    expect(opened).toMatchObject({ ok: true, message: `ends window ${evicted} to make room` });
    expect(await desk.window(evicted)).toMatchObject({ closeReason: 'PREEMPTED' });
    await clock.advance(1_000);
    expect(world.running()).toEqual(['a', 'c']);
    expect(await desk.window(kept)).toMatchObject({ state: 'OPEN' });
    expect((await desk.audited('tester')).slice(0, 3)).toEqual([
      'openWindow OK',
      'window.preempted OK',
      'openWindow DENIED',
    ]);
    expect(await desk.madre.ask('{ service(name: "b") { lastStop { rule by } } }')).toEqual({
      service: { lastStop: { rule: 'PREEMPTED', by: 'tester' } },
    });
  });

  it('has the time to open that the others need to stop, before its own', async () => {
    const slow = new Map(catalog).set('c', catalogService('c', { memoryMb: 40, startTimeoutSec: 2 }));
    const desk = await openDesk({ catalog: slow, memoryBudgetMb: 100 });
    const { clock, world } = desk.madre;
    for (const name of ['a', 'b']) world.behave(name, { stopMs: 9_000 });
    world.behave('c', { readyMs: 1_500 });
    await desk.open({ services: ['a', 'b'], priority: 2 });
    const input = { services: ['c'], ttlSec: 60, onBusy: 'PREEMPT', priority: 4 };
    const { window } = await desk.openWindow(input);
    await clock.advance(8_000);
    expect(world.running()).toEqual(['a', 'b']);
    await clock.advance(3_000);
    expect(world.running()).toEqual(['c']);
    expect(await desk.window(window?.id ?? '')).toMatchObject({ state: 'OPEN' });
  });

  it('is refused where startService asks for it', async () => {
    const desk = await openFull();
    await desk.open({ services: ['a', 'b'] });
    expect(await desk.madre.ask('mutation { startService(name: "c") { ok code message } }')).toEqual({
      startService: {
        ok: false,
        code: 'BUDGET_EXCEEDED',
        message: 'live windows may reserve 100 MB together, with this one it were 120 MB',
      },
    });
  });
});
