import { describe, expect, it, vi } from 'vitest';
import type { Catalog } from '../../../../subgraphs/madre/catalog.ts';
import { catalogService } from '../../../support/memory-madre.ts';
import { openDesk, type PowerDesk } from '../../../support/power-desk.ts';
import { serveEach } from '../../../support/serve-each.ts';

/** base ← top, which is operative; alone; 40 MB each. */
const catalog: Catalog = new Map(
  [
    catalogService('base', { memoryMb: 40 }),
    catalogService('top', { memoryMb: 40, dependsOn: ['base'], operative: true }),
    catalogService('alone', { memoryMb: 40 }),
  ].map((service) => [service.name, service]),
);

async function apply(desk: PowerDesk, policy: string): Promise<Record<string, unknown>> {
  const { applyPolicy } = await desk.madre.ask<{ applyPolicy: Record<string, unknown> }>(
    `mutation { applyPolicy(policy: ${policy}) { ok code message status { policy } } }`,
  );
  await desk.madre.clock.advance(1_000);
  return applyPolicy;
}

async function held(desk: PowerDesk) {
  const { powerState } = await desk.madre.ask<{
    powerState: {
      policy: string;
      windowed: boolean;
      activeWindows: {
        id: string;
        services: { name: string }[];
        mode: string;
        reason: string;
        priority: number;
      }[];
    };
  }>('{ powerState { policy windowed activeWindows { id services { name } mode reason priority } } }');
  return powerState;
}

describe('applyPolicy', () => {
  it.each(['HARD_OFF', 'SOLO_MADRE'])('%s ends every window, also what waits', async (policy) => {
    const desk = await openDesk({ catalog, memoryBudgetMb: 50 });
    const open = await desk.open({ services: ['alone'] });
    const { window: waits } = await desk.openWindow({ services: ['base'], ttlSec: 60, onBusy: 'QUEUE' });
    expect(await apply(desk, policy)).toMatchObject({ ok: true, code: 'OK', status: { policy } });
    for (const id of [open, waits?.id ?? ''])
      expect(await desk.window(id)).toMatchObject({ state: 'CLOSED', closeReason: 'POLICY_APPLIED' });
    expect(desk.madre.world.running()).toEqual([]);
    expect(await held(desk)).toMatchObject({ policy, windowed: false, activeWindows: [] });
    await desk.open({ services: ['alone'] });
    expect(desk.madre.world.running()).toEqual(['alone']);
  });

  it('OPERATIVE_CORE holds each operative service, and lets other windows go on', async () => {
    const desk = await openDesk({ catalog });
    const id = await desk.open({ services: ['alone'] });
    await apply(desk, 'OPERATIVE_CORE');
    expect(desk.madre.world.running()).toEqual(['alone', 'base', 'top']);
    expect(await desk.window(id)).toMatchObject({ state: 'OPEN' });
    const { activeWindows, windowed } = await held(desk);
    expect(windowed).toBe(true);
    expect(activeWindows).toMatchObject([
      { id },
      { services: [{ name: 'top' }], mode: 'HOLD', reason: 'policy OPERATIVE_CORE', priority: 9 },
    ]);
    await desk.closeWindow({ id });
    expect(await held(desk)).toMatchObject({ windowed: false });
  });

  it('FULL holds each installed service, and hands over what another policy held without a stop', async () => {
    const desk = await openDesk({ catalog });
    const { world, clock } = desk.madre;
    world.uninstall('alone');
    await clock.advance(1_000);
    await apply(desk, 'OPERATIVE_CORE');
    const startedAt = async () => desk.madre.ask('{ services(states: [READY]) { name startedAt } }');
    const before = await startedAt();
    expect(await apply(desk, 'FULL')).toMatchObject({ ok: true });
    expect(await startedAt()).toEqual(before);
    const { activeWindows } = await held(desk);
    expect(activeWindows.map(({ services, reason }) => [services[0]?.name, reason])).toEqual([
      ['base', 'policy FULL'],
      ['top', 'policy FULL'],
    ]);
    expect(await desk.madre.ask('{ policyStatus(policy: FULL) { active missing { name } } }')).toEqual({
      policyStatus: { active: true, missing: [] },
    });
  });

  it('holds nothing twice where it is applied again, and tries again what failed', async () => {
    const desk = await openDesk({ catalog });
    const { world } = desk.madre;
    world.behave('alone', { start: 'fails' });
    await apply(desk, 'FULL');
    await desk.madre.clock.advance(40_000);
    expect(world.running()).toEqual(['base', 'top']);
    world.behave('alone', { start: 'works' });
    await apply(desk, 'FULL');
    expect(world.running()).toEqual(['alone', 'base', 'top']);
    expect((await held(desk)).activeWindows).toHaveLength(3);
  });

  it('keeps what it holds across a crash', async () => {
    const desk = await openDesk({ catalog });
    const { world, clock } = desk.madre;
    await apply(desk, 'OPERATIVE_CORE');
    await desk.madre.crash();
    const again = await openDesk({ catalog, dataDir: desk.dataDir, clock, world });
    await clock.advance(30_000);
    expect(world.running()).toEqual(['base', 'top']);
    expect(await held(again)).toMatchObject({ policy: 'OPERATIVE_CORE', windowed: false });
  });

  it('ends what the policy before held, and nothing else, where it is IDLE_MIN', async () => {
    const desk = await openDesk({ catalog });
    const id = await desk.open({ services: ['alone'] });
    await apply(desk, 'FULL');
    await apply(desk, 'IDLE_MIN');
    expect(desk.madre.world.running()).toEqual(['alone']);
    expect(await desk.window(id)).toMatchObject({ state: 'OPEN' });
  });

  it('is all or nothing where the memory is not enough', async () => {
    const desk = await openDesk({ catalog, memoryBudgetMb: 100 });
    const id = await desk.open({ services: ['alone'] });
    expect(await apply(desk, 'FULL')).toMatchObject({
      ok: false,
      code: 'BUDGET_EXCEEDED',
      message: 'live windows may reserve 100 MB together, with all of policy FULL it were 120 MB',
    });
    expect(await held(desk)).toMatchObject({ policy: 'SOLO_MADRE', activeWindows: [{ id }] });
    expect(desk.madre.world.running()).toEqual(['alone']);
    expect((await desk.audited('tester'))[0]).toBe('applyPolicy DENIED');
  });

  it('holds against closing, stopping and eviction', async () => {
    const desk = await openDesk({ catalog, memoryBudgetMb: 100 });
    await apply(desk, 'OPERATIVE_CORE');
    const [window] = (await held(desk)).activeWindows;
    expect(await desk.closeWindow({ id: window?.id })).toMatchObject({
      code: 'WINDOW_CONFLICT',
      message: `window ${window?.id} belongs to policy OPERATIVE_CORE: apply another policy (IDLE_MIN ends no other window) to end it`,
    });
    expect(await desk.madre.ask('mutation { stopService(name: "base") { code message } }')).toEqual({
      stopService: {
        code: 'WINDOW_CONFLICT',
        message:
          'base is held by policy OPERATIVE_CORE: apply another policy (IDLE_MIN ends no other window) to stop base',
      },
    });
    const urgent = { services: ['alone'], ttlSec: 60, onBusy: 'PREEMPT', priority: 9 };
    expect(await desk.openWindow(urgent)).toMatchObject({ code: 'BUDGET_EXCEEDED' });
    await desk.madre.clock.advance(60_000);
    expect(desk.madre.world.running()).toEqual(['base', 'top']);
  });
});

describe('IDLE_MIN', () => {
  const activity = { http: '/activity' };
  const reporting: Catalog = new Map(
    [
      catalogService('base', { activity }),
      catalogService('top', { activity, dependsOn: ['base'] }),
      catalogService('silent'),
    ].map((service) => [service.name, service]),
  );

  it('ends a window that nobody used for a minute, and lets alone one that is used or does not report', async () => {
    const active = { base: 0, top: 0 };
    const watch = await serveEach(['base', 'top'], (name) => (_request, response) => {
      response.end(JSON.stringify({ active: name === 'top' ? active.top : active.base }));
    });
    const desk = await openDesk({ catalog: reporting, watch });
    const { clock } = desk.madre;
    const ids = [
      await desk.open({ services: ['base'] }),
      await desk.open({ services: ['top', 'silent'] }),
      await desk.open({ services: ['top'] }),
    ];
    const states = async () => Promise.all(ids.map(async (id) => (await desk.window(id)).state));
    await look(70_000);
    expect(await states()).toEqual(['OPEN', 'OPEN', 'OPEN']);

    await apply(desk, 'IDLE_MIN');
    await look(30_000);
    active.top = 1;
    await look(10_000);
    active.top = 0;
    await look(30_000);
    expect(await states()).toEqual(['CLOSED', 'OPEN', 'OPEN']);
    expect(await desk.window(ids[0] ?? '')).toMatchObject({ closeReason: 'IDLE' });
    await look(40_000);
    expect(await states()).toEqual(['CLOSED', 'OPEN', 'CLOSED']);
    expect(desk.madre.world.running()).toEqual(['base', 'silent', 'top']);

    /** The services are really asked, at each resync; while the time stands still at it, each question has a time limit until it is answered. */
    async function look(ms: number): Promise<void> {
      const timers = clock.pendingTimers;
      for (let passed = 0; passed < ms; passed += 10_000) {
        await clock.advance(10_000 - (clock.monotonic() % 10_000));
        await vi.waitFor(() => expect(clock.pendingTimers).toBeLessThanOrEqual(timers));
        await clock.advance(0);
      }
    }
  });
});
