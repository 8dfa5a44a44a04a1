import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import type { Catalog, CatalogService } from '../../../../subgraphs/madre/catalog.ts';
import { MemoryWorld } from '../../../../subgraphs/madre/runtimes/memory/memory-world.ts';
import type { Runtime } from '../../../../subgraphs/madre/runtimes/runtime.ts';
import { catalogService } from '../../../support/memory-madre.ts';
import { openDesk, type PowerDesk } from '../../../support/power-desk.ts';
import { tempDir } from '../../../support/temp-dir.ts';

/** Of each service, what it depends on; 100 MB each. */
type Graph = Readonly<Record<string, readonly string[]>>;

const drift = { stoppedByHand: 'restart', startedByHand: 'stop', adoptTtlSec: 600 } as const;

function catalogOf(graph: Graph, change: Partial<CatalogService> = {}): Catalog {
  return new Map(
    Object.entries(graph).map(([name, dependsOn]) => [
      name,
      catalogService(name, { dependsOn, memoryMb: 100, ...change }),
    ]),
  );
}

/** Each call is one more madre on the same folder and the same services. */
function installation(options: { readonly change?: Partial<CatalogService> } = {}) {
  const clock = createManualClock();
  const world = new MemoryWorld(clock);
  const dataDir = tempDir();
  return (graph: Graph, given: { memoryBudgetMb?: number; watch?: (runtime: Runtime) => Runtime } = {}) =>
    openDesk({ dataDir, clock, world, catalog: catalogOf(graph, options.change), ...given });
}

interface Seen {
  readonly window: {
    readonly state: string;
    readonly deadline: string | null;
    readonly closure: readonly { readonly name: string }[];
    readonly results: readonly { readonly service: { readonly name: string }; readonly outcome: string }[];
    readonly failure: { readonly code: string; readonly message: string } | null;
  };
}

async function seen({ madre }: PowerDesk, id: string) {
  const { window } = await madre.ask<Seen>(
    `query ($id: ID!) { window(id: $id) {
      state deadline closure { name } results { service { name } outcome } failure { code message } } }`,
    { id },
  );
  return {
    ...window,
    closure: window.closure.map(({ name }) => name),
    results: window.results.map(({ service, outcome }) => `${service.name} ${outcome}`),
  };
}

async function renewals({ madre }: PowerDesk): Promise<readonly unknown[]> {
  const { auditLog } = await madre.ask<{ auditLog: { edges: readonly { readonly node: unknown }[] } }>(
    '{ auditLog(action: "window.closure-changed") { edges { node { target actor outcome detail } } } }',
  );
  return auditLog.edges.map(({ node }) => node);
}

async function stopOf({ madre }: PowerDesk, name: string) {
  const { service } = await madre.ask<{ service: { lastStop: { rule: string; by: string } | null } }>(
    'query ($name: ID!) { service(name: $name) { lastStop { rule by } } }',
    { name },
  );
  return service.lastStop;
}

const never = () => new Promise<never>(() => undefined);

describe('an open window after a restart of madre with another catalog', () => {
  it('lets go what its service does not depend on any more, which stops, and says so once', async () => {
    const start = installation();
    const first = await start({ base: [], top: ['base'] });
    // Whoever released it last long ago has nothing to do with it.
    await first.closeWindow({ id: await first.open({ services: ['base'] }) });
    const id = await first.open({ services: ['top'] });
    const { deadline } = await first.window(id);
    await first.madre.crash();

    const graph = { base: [], top: [] };
    const second = await start(graph);
    await second.madre.clock.advance(1_000);
    expect(second.madre.world.running()).toEqual(['top']);
    expect(await seen(second, id)).toMatchObject({ state: 'OPEN', deadline, closure: ['top'] });
    expect(await stopOf(second, 'base')).toEqual({ rule: 'CATALOG_CHANGED', by: 'system' });
    const detail = { why: 'CATALOG_CHANGED', added: [], dropped: ['base'], closure: ['top'] };
    const told = [{ target: id, actor: 'system', outcome: 'OK', detail }];
    expect(await renewals(second)).toEqual(told);
    await second.madre.crash();

    const third = await start(graph);
    expect(await renewals(third)).toEqual(told);
    expect(await third.madre.ask('{ verifyAuditLog { ok } }')).toEqual({ verifyAuditLog: { ok: true } });
  });

  it('starts and holds what its service depends on now, beside what goes on running', async () => {
    const start = installation();
    const first = await start({ base: [], top: [] });
    const id = await first.open({ services: ['top'] });
    const startedAt = first.madre.world.log('top');
    await first.madre.crash();

    const second = await start({ base: [], top: ['base'] });
    expect((await seen(second, id)).state).toBe('DEGRADED');
    await second.madre.clock.advance(1_000);
    expect(second.madre.world.running().toSorted()).toEqual(['base', 'top']);
    expect(await seen(second, id)).toMatchObject({
      ...{ state: 'OPEN', failure: null, closure: ['base', 'top'] },
      results: ['top STARTED'],
    });
    expect(second.madre.world.log('top')).toBe(startedAt);

    await second.closeWindow({ id });
    await second.madre.clock.advance(1_000);
    expect(second.madre.world.running()).toEqual([]);
    expect((await second.window(id)).state).toBe('CLOSED');
  });

  it('keeps a dependency that it has now although the window that was opened on that ends', async () => {
    const start = installation();
    const first = await start({ base: [], top: [] });
    const ofBase = await first.open({ services: ['base'] });
    const ofTop = await first.open({ services: ['top'] });
    await first.madre.crash();

    const second = await start({ base: [], top: ['base'] });
    await second.madre.clock.advance(1_000);
    await second.closeWindow({ id: ofBase });
    await second.madre.clock.advance(1_000);
    const { service } = await second.madre.ask<{ service: { holders: { window: { id: string } }[] } }>(
      '{ service(name: "base") { holders { window { id } } } }',
    );
    expect(second.madre.world.running().toSorted()).toEqual(['base', 'top']);
    expect(service.holders).toEqual([{ window: { id: ofTop } }]);
    expect((await second.window(ofBase)).state).toBe('CLOSED');
  });

  it('is told to who follows it, with all that it holds now', async () => {
    const start = installation();
    const first = await start({ base: [], top: ['base'] });
    const id = await first.open({ services: ['top'] });
    const { closure } = await seen(first, id);
    expect(closure).toEqual(['base', 'top']);
    const seqOf = async (desk: PowerDesk) => (await (await desk.follow(id))()).seq;
    const afterSeq = await seqOf(first);
    await first.madre.crash();

    const second = await start({ base: [], top: [] });
    const stream = await second.madre.executor.subscribe({
      query: `subscription ($afterSeq: Int) { windowChanged(afterSeq: $afterSeq) { type window { state closure { name } } } }`,
      variables: { afterSeq },
      context: {
        correlationId: 'c',
        actor: { name: 't', scopes: ['*'] },
        signal: new AbortController().signal,
      },
    });
    const told = await stream.next();
    await stream.return?.();
    expect(told).toMatchObject({
      value: {
        data: { windowChanged: { type: 'OPENED', window: { state: 'OPEN', closure: [{ name: 'top' }] } } },
      },
    });
  });

  it('is DEGRADED while what was asked for is not in the catalog, and OPEN again once it is', async () => {
    const start = installation();
    const first = await start({ base: [], top: ['base'], other: [] });
    const id = await first.open({ services: ['top'] });
    await first.madre.crash();

    const second = await start({ base: [], other: [] }, { memoryBudgetMb: 100 });
    await second.madre.clock.advance(1_000);
    expect(second.madre.world.running()).not.toContain('base');
    expect(await seen(second, id)).toMatchObject({
      ...{ state: 'DEGRADED', closure: ['top'] },
      failure: { code: 'NOT_INSTALLED', message: 'top is not in the catalog any more' },
    });
    const missing = { name: 'top', state: 'MISSING', reason: 'NOT_INSTALLED', lastStop: null };
    expect(
      await second.madre.ask(
        `query ($id: ID!) { window(id: $id) { services { name state reason lastStop { rule } }
          failure { service { name state reason lastStop { rule } } } } }`,
        { id },
      ),
    ).toEqual({ window: { services: [missing], failure: { service: missing } } });
    // It reserves nothing for what cannot run.
    await second.open({ services: ['other'] });
    await second.madre.crash();

    const third = await start({ base: [], top: ['base'], other: [] });
    await third.madre.clock.advance(1_000);
    expect(third.madre.world.running().toSorted()).toEqual(['base', 'other', 'top']);
    expect(await seen(third, id)).toMatchObject({ state: 'OPEN', closure: ['base', 'top'] });
    await third.madre.crash();

    const fourth = await start({ base: [], top: ['base'], other: [] }, { memoryBudgetMb: 300 });
    expect(await fourth.openWindow({ services: ['top'], ttlSec: 60 })).toMatchObject({ code: 'OK' });
    expect(await fourth.madre.ask('{ verifyAuditLog { ok } }')).toEqual({ verifyAuditLog: { ok: true } });
  });

  it('names what is wrong now where it was DEGRADED for what it does not hold any more', async () => {
    const start = installation();
    const first = await start({ base: [], top: ['base'] });
    const id = await first.open({ services: ['top'] });
    first.madre.world.behave('base', { start: 'PORT_IN_USE' });
    first.madre.world.behave('top', { start: 'PORT_IN_USE' });
    first.madre.world.end('base', { exitCode: 3 });
    await first.madre.clock.advance(1_000);
    expect(await seen(first, id)).toMatchObject({ state: 'DEGRADED', failure: { message: /^base / } });
    first.madre.world.end('top', { exitCode: 3 });
    await first.madre.crash();

    const second = await start({ base: [], top: [] });
    await second.madre.clock.advance(1_000);
    expect(await seen(second, id)).toMatchObject({ state: 'DEGRADED', closure: ['top'] });
    expect((await seen(second, id)).failure?.message).toContain('top');
  });

  it('reserves for what it holds now, and no more for what it let go', async () => {
    const start = installation();
    const first = await start({ base: [], top: ['base'], side: [], other: [], more: [] });
    await first.open({ services: ['top'] });
    await first.madre.crash();

    const graph = { base: [], top: ['side', 'other'], side: [], other: [], more: [] };
    const second = await start(graph, { memoryBudgetMb: 400 });
    await second.madre.clock.advance(1_000);
    expect(await second.openWindow({ services: ['more', 'base'], ttlSec: 60 })).toMatchObject({
      code: 'BUDGET_EXCEEDED',
      message: 'live windows may reserve 400 MB together, with this one it were 500 MB',
    });
    expect(await second.openWindow({ services: ['more'], ttlSec: 60 })).toMatchObject({ code: 'OK' });
  });
});

describe('a window that opens while madre restarts with another catalog', () => {
  it('waits for what its service depends on now, and starts it first', async () => {
    const start = installation();
    const first = await start({ base: [], top: [] }, { watch: (runtime) => ({ ...runtime, start: never }) });
    const id = await first.open({ services: ['top'] });
    expect(await seen(first, id)).toMatchObject({ state: 'OPENING', results: ['top PENDING'] });
    await first.madre.crash();

    const starts: string[] = [];
    const second = await start(
      { base: [], top: ['base'] },
      {
        watch: (runtime) => ({
          ...runtime,
          start: (service, signal) => {
            starts.push(service.name);
            return runtime.start(service, signal);
          },
        }),
      },
    );
    const { results } = await seen(second, id);
    expect(results).toEqual(['base PENDING', 'top PENDING']);
    await second.madre.clock.advance(1_000);
    expect(starts).toEqual(['base', 'top']);
    expect(await seen(second, id)).toMatchObject({
      ...{ state: 'OPEN', closure: ['base', 'top'] },
      results: ['base STARTED', 'top STARTED'],
    });
  });

  it('does not wait any more for what its service does not depend on', async () => {
    const start = installation();
    const first = await start({ base: [], top: ['base'] });
    first.madre.world.behave('base', { start: 'hangs' });
    const id = await first.open({ services: ['top'] });
    await first.madre.crash();

    const second = await start({ base: [], top: [] });
    await second.madre.clock.advance(1_000);
    expect(await seen(second, id)).toMatchObject({
      ...{ state: 'OPEN', closure: ['top'] },
      results: ['top STARTED'],
    });
  });

  it('fails at once where what was asked for is not in the catalog any more', async () => {
    const start = installation();
    const first = await start({ top: [], other: [] });
    first.madre.world.behave('top', { start: 'hangs' });
    const id = await first.open({ services: ['top', 'other'] });
    await first.madre.crash();

    const second = await start({ other: [] });
    await second.madre.clock.advance(1_000);
    expect(await seen(second, id)).toMatchObject({
      ...{
        state: 'FAILED',
        failure: { code: 'NOT_INSTALLED', message: 'top is not in the catalog any more' },
      },
    });
    expect(second.madre.world.running()).not.toContain('other');
  });
});

describe('a window that waits while madre restarts with another catalog', () => {
  const waiting = async (start: ReturnType<typeof installation>, graph: Graph) => {
    const desk = await start(graph, { memoryBudgetMb: 100 });
    const holder = await desk.open({ services: ['holder'] });
    const queued = await desk.openWindow({ services: ['top'], ttlSec: 600, onBusy: 'QUEUE' });
    expect(queued).toMatchObject({ window: { state: 'QUEUED' } });
    await desk.madre.crash();
    return { holder, id: queued.window?.id ?? '' };
  };

  it('opens with what its service depends on then', async () => {
    const start = installation();
    const { holder, id } = await waiting(start, { holder: [], top: [], base: [] });
    const second = await start({ holder: [], base: [], top: ['base'] }, { memoryBudgetMb: 200 });
    await second.closeWindow({ id: holder });
    await second.madre.clock.advance(1_000);
    expect(second.madre.world.running().toSorted()).toEqual(['base', 'top']);
    expect(await seen(second, id)).toMatchObject({ state: 'OPEN', closure: ['base', 'top'] });
    expect(await renewals(second)).toEqual([]);
  });

  it('fails, and does not open on nothing, where what was asked for is not in the catalog any more', async () => {
    const start = installation();
    const { id } = await waiting(start, { holder: [], top: [] });
    const second = await start({ holder: [] }, { memoryBudgetMb: 100 });
    await second.madre.clock.advance(1_000);
    expect(await seen(second, id)).toMatchObject({
      ...{
        state: 'FAILED',
        failure: { code: 'NOT_INSTALLED', message: 'top is not in the catalog any more' },
      },
    });
  });
});

it('a window that closes ends with what it held, whatever the catalog says since', async () => {
  const start = installation();
  const first = await start({ base: [], top: ['base'] });
  const id = await first.open({ services: ['top'] });
  first.madre.world.behave('base', { stop: 'hangs' });
  await first.closeWindow({ id });
  await first.madre.clock.advance(500);
  expect((await first.window(id)).state).toBe('CLOSING');
  await first.madre.crash();

  const second = await start({ base: [], top: [] });
  await second.madre.clock.advance(1_000);
  expect(await seen(second, id)).toMatchObject({ state: 'CLOSING', closure: ['base', 'top'] });
  second.madre.world.behave('base', { stop: 'works' });
  await second.madre.clock.advance(60_000);
  expect((await second.window(id)).state).toBe('CLOSED');
  expect(await stopOf(second, 'base')).toEqual({ rule: 'MANUAL', by: 'tester' });
  expect(await renewals(second)).toEqual([]);
});

it('what ran while a window held it is not taken for started by hand once that lets it go, seen or not', async () => {
  const start = installation({ change: { drift: { ...drift, startedByHand: 'adopt' } } });
  const first = await start({ base: [], top: ['base'] });
  const { world } = first.madre;
  // As where madre is killed before she has noted that she started it.
  world.behave('base', { observe: 'hangs' });
  world.hint('base');
  await first.open({ services: ['top'] });
  world.startByHand('base');
  await first.madre.crash();

  world.behave('base', { observe: 'works' });
  const second = await start({ base: [], top: [] });
  await second.madre.clock.advance(1_000);
  expect(world.running()).toEqual(['top']);
});
