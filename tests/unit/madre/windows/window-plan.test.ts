import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../../../subgraphs/madre/catalog.ts';
import { catalogService } from '../../../support/memory-madre.ts';
import { openDesk, type PowerDesk } from '../../../support/power-desk.ts';

/** left and right ← top, on base; 40 MB each. */
const catalog: Catalog = new Map(
  [
    catalogService('base', { memoryMb: 40 }),
    catalogService('left', { memoryMb: 40, dependsOn: ['base'] }),
    catalogService('right', { memoryMb: 40, dependsOn: ['base'] }),
    catalogService('top', { memoryMb: 40, dependsOn: ['left', 'right'] }),
    catalogService('other', { memoryMb: 40 }),
  ].map((service) => [service.name, service]),
);

interface Plan {
  readonly hash: string;
  readonly starts: readonly {
    readonly service: { readonly name: string };
    readonly level: number;
    readonly etaP50Ms: number | null;
    readonly etaP95Ms: number | null;
  }[];
  readonly alreadyRunning: readonly { readonly name: string }[];
  readonly evicts: readonly { readonly id: string }[];
  readonly etaP50Ms: number | null;
  readonly etaP95Ms: number | null;
  readonly memoryBytes: number;
  readonly memoryBudgetBytes: number | null;
  readonly allowed: boolean;
  readonly code: string;
  readonly message: string | null;
}

async function plan(desk: PowerDesk, input: Readonly<Record<string, unknown>>): Promise<Plan> {
  const { planWindow } = await desk.madre.ask<{ planWindow: Plan }>(
    `query ($input: OpenWindowInput!) { planWindow(input: $input) {
      hash allowed code message memoryBytes memoryBudgetBytes etaP50Ms etaP95Ms
      starts { service { name } level becauseOf etaP50Ms etaP95Ms } alreadyRunning { name } evicts { id } } }`,
    { input: { ttlSec: 60, ...input } },
  );
  return planWindow;
}

const namesOf = (services: readonly { readonly name: string }[]) => services.map(({ name }) => name);

describe('a plan', () => {
  it('says what starts, level by level and because of what, and what runs already', async () => {
    const desk = await openDesk({ catalog });
    const { world, clock } = desk.madre;
    for (const [name, readyMs] of [
      ['base', 400],
      ['left', 100],
      ['right', 300],
      ['top', 50],
    ] as const)
      // prettier-ignore
      world.behave(name, { startMs: 0, readyMs });
    const input = { services: ['top', 'left'] };
    expect(await plan(desk, input)).toMatchObject({ etaP50Ms: null, etaP95Ms: null });
    await desk.closeWindow({ id: await desk.open(input) });
    await clock.advance(10_000);
    await desk.open({ services: ['base'] });

    const { starts, alreadyRunning, etaP50Ms, etaP95Ms } = await plan(desk, input);
    expect(namesOf(alreadyRunning)).toEqual(['base']);
    expect(starts).toMatchObject([
      { service: { name: 'left' }, level: 1, becauseOf: ['top', 'left'] },
      { service: { name: 'right' }, level: 1, becauseOf: ['top'] },
      { service: { name: 'top' }, level: 2, becauseOf: ['top'] },
    ]);
    for (const start of starts) expect(start.etaP95Ms).toBeGreaterThanOrEqual(start.etaP50Ms ?? Infinity);
    // Each level is as slow as its slowest, and a probe comes at most 100 ms late.
    expect(etaP50Ms).toBeGreaterThanOrEqual(350);
    expect(etaP50Ms).toBeLessThan(600);
    expect(etaP95Ms).toBeGreaterThanOrEqual(etaP50Ms ?? 0);
  });

  it('holds memory against the budget, with what live windows reserve, each service once', async () => {
    const desk = await openDesk({ catalog, memoryBudgetMb: 150 });
    await desk.open({ services: ['left'] });
    expect(await plan(desk, { services: ['right'] })).toMatchObject({
      memoryBytes: 120 * 1_048_576,
      memoryBudgetBytes: 150 * 1_048_576,
      allowed: true,
      code: 'OK',
      message: null,
    });
  });

  it('says that the window would wait', async () => {
    const desk = await openDesk({ catalog, memoryBudgetMb: 100 });
    await desk.open({ services: ['left'] });
    expect(await plan(desk, { services: ['other'], onBusy: 'QUEUE' })).toMatchObject({
      allowed: true,
      code: 'OK',
      message: 'it waits for memory, at place 1 of the queue',
    });
  });

  it('says that the window would fail where a service is not installed', async () => {
    const desk = await openDesk({ catalog });
    desk.madre.world.uninstall('base');
    await desk.madre.clock.advance(1_000);
    expect(await plan(desk, { services: ['left'] })).toMatchObject({
      allowed: true,
      message: 'base is not installed here: the window would fail',
    });
  });

  it('changes nothing', async () => {
    const desk = await openDesk({ catalog });
    await plan(desk, { services: ['top'] });
    await desk.madre.clock.advance(60_000);
    expect(desk.madre.world.running()).toEqual([]);
    expect(await desk.audited('tester')).toEqual([]);
  });
});

describe('a plan that is opened', () => {
  it.each([
    ['what opens at once', { services: ['base'] }],
    ['what shares what runs', { services: ['left', 'other'], onBusy: 'QUEUE' }],
    ['what waits', { services: ['other', 'right'], onBusy: 'QUEUE' }],
    ['what evicts', { services: ['other', 'right'], onBusy: 'PREEMPT', priority: 9 }],
    ['what there is no room for', { services: ['other', 'right'] }],
    ['what there can never be room for', { services: ['top', 'other'], onBusy: 'QUEUE' }],
    ['what nobody knows', { services: ['nobody'] }],
    ['what no window may hold', { services: ['redis'] }],
    ['what has no ttl', { services: ['base'], ttlSec: null }],
  ])('comes to what it said of %s', async (_title, input) => {
    const desk = await openDesk({ catalog, memoryBudgetMb: 130 });
    const held = await desk.open({ services: ['left'], priority: 5 });
    const planned = await plan(desk, input);
    const opened = await desk.openWindow({ ttlSec: 60, ...input, planHash: planned.hash });
    expect({ ok: opened.ok, code: opened.code, message: opened.message }).toEqual({
      ok: planned.allowed,
      code: planned.code,
      message: planned.message,
    });
    const { closeReason } = await desk.window(held);
    expect(planned.evicts.map(({ id }) => id)).toEqual(closeReason === 'PREEMPTED' ? [held] : []);
  });

  it('is refused where it would evict another window now', async () => {
    const desk = await openDesk({ catalog, memoryBudgetMb: 80 });
    const first = await desk.open({ services: ['other'], priority: 1 });
    await desk.open({ services: ['base'], priority: 2 });
    const input = { services: ['left'], onBusy: 'PREEMPT', priority: 9, ttlSec: 60 };
    const { hash, evicts } = await plan(desk, input);
    expect(evicts).toEqual([{ id: first }]);
    await desk.closeWindow({ id: first });
    await desk.open({ services: ['other'], priority: 1 });
    const refused = await desk.openWindow({ ...input, planHash: hash });
    expect(refused).toMatchObject({ ok: false, code: 'PLAN_CHANGED' });
    expect(refused.message).toMatch(/^the plan changed since it was made: evicts \(now \["[^"]+"\]\)$/);
  });

  it('is refused where it would wait now, or would not wait any more', async () => {
    const desk = await openDesk({ catalog, memoryBudgetMb: 80 });
    const input = { services: ['other', 'base'], onBusy: 'QUEUE', ttlSec: 60 };
    const { hash: atOnce } = await plan(desk, input);
    const held = await desk.open({ services: ['left'] });
    expect(await desk.openWindow({ ...input, planHash: atOnce })).toMatchObject({ code: 'PLAN_CHANGED' });
    const { hash: waiting } = await plan(desk, input);
    await desk.closeWindow({ id: held });
    await desk.madre.clock.advance(1_000);
    expect(await desk.openWindow({ ...input, planHash: waiting })).toMatchObject({ code: 'PLAN_CHANGED' });
    expect(await desk.openWindow({ ...input, planHash: atOnce })).toMatchObject({ ok: true });
  });

  it.each([
    ['mode', { mode: 'HOLD', ttlSec: null }, 'mode (now "HOLD"), ttlSec (now null)'],
    ['ttl', { ttlSec: 61 }, 'ttlSec (now 61)'],
    ['priority', { priority: 6 }, 'priority (now 6)'],
  ])('is refused where another %s is asked for, and says so', async (_title, other, changes) => {
    const desk = await openDesk({ catalog });
    const { hash } = await plan(desk, { services: ['base'] });
    const input = { services: ['base'], ttlSec: 60, planHash: hash };
    expect(await desk.openWindow({ ...input, ...other })).toMatchObject({
      ...{ ok: false, code: 'PLAN_CHANGED' },
      message: `the plan changed since it was made: ${changes}`,
    });
    expect(await desk.openWindow(input)).toMatchObject({ ok: true });
  });

  it('is refused where it would wait at another place', async () => {
    const desk = await openDesk({ catalog, memoryBudgetMb: 40 });
    await desk.open({ services: ['base'] });
    const input = { services: ['other'], onBusy: 'QUEUE', ttlSec: 60 };
    const { hash, message } = await plan(desk, input);
    expect(message).toBe('it waits for memory, at place 1 of the queue');
    await desk.open(input);
    expect(await desk.openWindow({ ...input, planHash: hash })).toMatchObject({ code: 'PLAN_CHANGED' });
  });
});
