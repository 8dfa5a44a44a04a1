import { describe, expect, it, onTestFinished } from 'vitest';
import type { CatalogService } from '../../../../subgraphs/madre/catalog.ts';
import { catalogService, createMemoryMadre, type MemoryMadre } from '../../../support/memory-madre.ts';
import { tempDir } from '../../../support/temp-dir.ts';

type Drift = Partial<CatalogService['drift']>;
type Options = Partial<Parameters<typeof createMemoryMadre>[0]>;

async function start(drift: Drift = {}, options: Options = {}): Promise<MemoryMadre> {
  const service = catalogService('web', {
    drift: { stoppedByHand: 'restart', startedByHand: 'stop', adoptTtlSec: 60, ...drift },
  });
  const catalog = new Map(
    [service, catalogService('other', { port: 9_001 })].map((each) => [each.name, each]),
  );
  const madre = await createMemoryMadre({ dataDir: tempDir(), catalog, ...options });
  onTestFinished(() => madre.subgraph.close());
  return madre;
}

async function open(madre: MemoryMadre, services = ['web'], ttlSec = 600): Promise<string> {
  const { openWindow } = await madre.ask<{ openWindow: { window: { id: string } } }>(
    'mutation ($input: OpenWindowInput!) { openWindow(input: $input) { window { id } } }',
    { input: { services, ttlSec } },
  );
  await madre.clock.advance(1_000);
  return openWindow.window.id;
}

async function windowOf(madre: MemoryMadre, id: string) {
  const { window } = await madre.ask<{ window: Record<string, unknown> }>(
    'query ($id: ID!) { window(id: $id) { state closeReason failure { service { name } code message exitCode suggestion lastLogs { text } } } }',
    { id },
  );
  return window;
}

async function web(madre: MemoryMadre) {
  const { service } = await madre.ask<{ service: Record<string, unknown> }>(
    '{ service(name: "web") { state reason lastStop { rule by } holders { reason window { id state } } } }',
  );
  return service;
}

it.each(['ignore', 'adopt', 'stop'] as const)(
  'a start that was taken back and ends after a crash is no hand of somebody, so drift %s does not keep it running',
  async (startedByHand) => {
    const dataDir = tempDir();
    const first = await start({ startedByHand }, { dataDir });
    first.world.behave('web', { startMs: 500 });
    await first.ask('mutation { startService(name: "web") { ok } }');
    await first.clock.advance(100);
    await first.ask('mutation { stopService(name: "web") { ok } }');
    await first.crash();
    const second = await start({ startedByHand }, { dataDir, clock: first.clock, world: first.world });
    await second.clock.advance(20_000);
    expect(second.world.running()).toEqual([]);
    expect(await web(second)).toMatchObject({ state: 'STOPPED', lastStop: { rule: 'MANUAL', by: 'tester' } });
  },
);

it('after a restart of madre, a service that is as it was is no change', async () => {
  const dataDir = tempDir();
  const first = await start({}, { dataDir });
  await open(first);
  const newest = '{ auditLog(first: 1) { edges { node { seq } } } services(kind: ON_DEMAND) { seq state } }';
  const before = await first.ask(newest);
  expect(before).toMatchObject({ services: [{ state: 'READY' }, { state: 'STOPPED' }] });
  await first.crash();
  const second = await start({}, { dataDir, clock: first.clock, world: first.world });
  await second.clock.advance(1_000);
  expect(await second.ask(newest)).toEqual(before);
});

describe('what somebody stops although a window holds it', () => {
  it('is started again', async () => {
    const madre = await start();
    const id = await open(madre);
    await madre.world.stopByHand('web');
    await madre.clock.advance(1_000);
    expect(await web(madre)).toMatchObject({ state: 'READY', reason: null });
    expect(await windowOf(madre, id)).toMatchObject({ state: 'OPEN', failure: null });
    const { auditLog } = await madre.ask<{ auditLog: { edges: { node: { detail: unknown } }[] } }>(
      '{ auditLog(action: "service.stopped", first: 1) { edges { node { detail } } } }',
    );
    expect(auditLog.edges[0]?.node.detail).toMatchObject({ from: 'READY', reason: 'STOPPED_BY_HAND' });
  });

  it('stays down where the catalog says so, and its windows say why', async () => {
    const madre = await start({ stoppedByHand: 'degrade' });
    const id = await open(madre);
    await madre.world.stopByHand('web');
    await madre.clock.advance(120_000);
    expect(await web(madre)).toMatchObject({ state: 'STOPPED', reason: 'STOPPED_BY_HAND' });
    expect(madre.world.running()).toEqual([]);
    expect(await windowOf(madre, id)).toMatchObject({
      state: 'DEGRADED',
      failure: {
        service: { name: 'web' },
        code: 'STOPPED_BY_HAND',
        message: 'web was stopped by hand and ended with exit code 143 (SIGTERM)',
        exitCode: 143,
        lastLogs: [{ text: 'web runs' }, { text: 'web ended with 143' }],
      },
    });
    expect(JSON.stringify(await windowOf(madre, id))).toContain('use restartService');
  });

  it('stays down also after a crash of madre, for the windows that took it as it is', async () => {
    const dataDir = tempDir();
    const first = await start({ stoppedByHand: 'degrade' }, { dataDir });
    await open(first);
    await first.world.stopByHand('web');
    await first.clock.advance(1_000);
    await first.crash();
    const second = await start(
      { stoppedByHand: 'degrade' },
      { dataDir, clock: first.clock, world: first.world },
    );
    await second.clock.advance(60_000);
    expect(await web(second)).toMatchObject({ state: 'STOPPED', reason: 'STOPPED_BY_HAND' });
    await open(second);
    expect(await web(second)).toMatchObject({ state: 'READY' });
  });

  it.each<[string, (madre: MemoryMadre) => Promise<unknown>]>([
    ['a new window on it', (madre) => open(madre)],
    ['restartService', (madre) => madre.ask('mutation { restartService(name: "web") { ok } }')],
    ['startService', (madre) => madre.ask('mutation { startService(name: "web") { ok } }')],
    ['the same hand', async (madre) => madre.world.startByHand('web')],
  ])('comes back with %s', async (_how, bringBack) => {
    const madre = await start({ stoppedByHand: 'degrade' });
    const id = await open(madre);
    await madre.world.stopByHand('web');
    await madre.clock.advance(20_000);
    expect(await web(madre)).toMatchObject({ reason: 'STOPPED_BY_HAND' });
    await bringBack(madre);
    await madre.clock.advance(1_000);
    expect(await web(madre)).toMatchObject({ state: 'READY' });
    expect(await windowOf(madre, id)).toMatchObject({ state: 'OPEN', failure: null });
  });

  it('comes back with startService, also where that holds it already', async () => {
    const madre = await start({ stoppedByHand: 'degrade' });
    const again = () => madre.ask('mutation { startService(name: "web") { ok } }');
    await again();
    await madre.clock.advance(1_000);
    await madre.world.stopByHand('web');
    await madre.clock.advance(1_000);
    await again();
    await madre.clock.advance(1_000);
    expect(await web(madre)).toMatchObject({ state: 'READY' });
  });

  it('ends an opening at once where it shall stay down', async () => {
    const madre = await start({ stoppedByHand: 'degrade' });
    madre.world.behave('web', { readyMs: null });
    const id = await open(madre);
    await madre.world.stopByHand('web');
    await madre.clock.advance(1_000);
    expect(await windowOf(madre, id)).toMatchObject({
      state: 'FAILED',
      failure: { code: 'STOPPED_BY_HAND' },
    });
  });

  it.each([
    ['restart', { state: 'READY', reason: null }],
    ['degrade', { state: 'STOPPED', reason: 'EXITED' }],
  ] as const)(
    'may end in order, which nobody saw who asked for: with %s that is no crash either',
    async (stoppedByHand, then) => {
      const madre = await start({ stoppedByHand });
      await open(madre);
      madre.world.end('web', { exitCode: 0 });
      await madre.clock.advance(10);
      expect(await web(madre)).toMatchObject({ state: 'STOPPED', reason: 'EXITED' });
      await madre.clock.advance(60_000);
      expect(await web(madre)).toMatchObject(then);
    },
  );

  it.each(['restartService', 'startService'])(
    'comes back with %s also where it is not known who asked for its end',
    async (mutation) => {
      const madre = await start({ stoppedByHand: 'degrade' });
      await madre.ask('mutation { startService(name: "web") { ok } }');
      await madre.clock.advance(1_000);
      madre.world.end('web', { exitCode: 0 });
      await madre.clock.advance(20_000);
      expect(await web(madre)).toMatchObject({ state: 'STOPPED', reason: 'EXITED' });
      expect(await madre.ask(`mutation { ${mutation}(name: "web") { ok } }`)).toMatchObject({
        [mutation]: { ok: true },
      });
      await madre.clock.advance(1_000);
      expect(await web(madre)).toMatchObject({ state: 'READY', reason: null });
    },
  );

  it('is in a loop where it ends in order for the third time within a minute', async () => {
    const madre = await start();
    await open(madre);
    for (const state of ['STOPPED', 'STOPPED', 'CRASH_LOOP']) {
      await madre.clock.advance(15_000);
      madre.world.end('web', { exitCode: 0 });
      await madre.clock.advance(10);
      expect(await web(madre)).toMatchObject({ state });
    }
    await madre.clock.advance(15_000);
    expect(await web(madre)).toMatchObject({ state: 'READY' });
  });

  it('is in a loop where the first of three ends was that of a service which madre had adopted', async () => {
    const dataDir = tempDir();
    const first = await start({}, { dataDir });
    await open(first);
    await first.crash();
    const madre = await start({}, { dataDir, clock: first.clock, world: first.world });
    await madre.clock.advance(1_000);
    madre.world.end('web', { exitCode: null, byHand: null });
    await madre.clock.advance(10);
    expect(await web(madre)).toMatchObject({ state: 'STOPPED', reason: 'EXITED' });
    for (const state of ['CRASHED', 'CRASH_LOOP']) {
      await madre.clock.advance(15_000);
      madre.world.end('web');
      await madre.clock.advance(10);
      expect(await web(madre)).toMatchObject({ state, reason: 'EXITED' });
    }
  });

  it('has failed to start where it ends in order before it is ready', async () => {
    const madre = await start({ stoppedByHand: 'degrade' });
    madre.world.behave('web', { readyMs: null });
    const id = await open(madre);
    madre.world.end('web', { exitCode: 0 });
    await madre.clock.advance(200);
    expect(await web(madre)).toMatchObject({ state: 'CRASHED', reason: 'EXITED' });
    madre.world.behave('web', { readyMs: 0 });
    await madre.clock.advance(1_000);
    expect(await windowOf(madre, id)).toMatchObject({ state: 'OPEN' });
  });

  it('is as little a crash as its pause, which ends at once or, where it shall stay down, lasts', async () => {
    for (const [stoppedByHand, state] of [
      ['restart', 'READY'],
      ['degrade', 'PAUSED'],
    ] as const) {
      const madre = await start({ stoppedByHand });
      await open(madre);
      madre.world.pause('web');
      await madre.clock.advance(1_000);
      expect(await web(madre)).toMatchObject({ state });
    }
  });
});

describe('what somebody starts although no window holds it', () => {
  it('is stopped, by that rule', async () => {
    const madre = await start();
    madre.world.startByHand('web');
    await madre.clock.advance(1_000);
    expect(madre.world.running()).toEqual([]);
    expect(await web(madre)).toMatchObject({
      state: 'STOPPED',
      lastStop: { rule: 'STARTED_BY_HAND', by: 'system' },
    });
  });

  it('gets a window of its own where the catalog says so, which ends as any other', async () => {
    const madre = await start({ startedByHand: 'adopt' });
    madre.world.startByHand('web');
    await madre.clock.advance(30_000);
    expect(await web(madre)).toMatchObject({
      state: 'READY',
      holders: [{ reason: 'web was started by hand: adopted for 60 s', window: { state: 'OPEN' } }],
    });
    await madre.clock.advance(31_000);
    expect(madre.world.running()).toEqual([]);
    expect(await web(madre)).toMatchObject({ lastStop: { rule: 'TTL_EXPIRED' }, holders: [] });
    madre.world.startByHand('web');
    await madre.clock.advance(1_000);
    expect(await web(madre)).toMatchObject({ state: 'READY', holders: [{}] });
  });

  it('is stopped where there is no room for its adoption', async () => {
    const madre = await start({ startedByHand: 'adopt' }, { memoryBudgetMb: 300 });
    await open(madre, ['other']);
    madre.world.startByHand('web');
    await madre.clock.advance(1_000);
    expect(madre.world.running()).toEqual(['other']);
    expect(await web(madre)).toMatchObject({ holders: [] });
  });

  it('is left alone where the catalog says so, until a window has held it', async () => {
    const madre = await start({ startedByHand: 'ignore' });
    madre.world.startByHand('web');
    await madre.clock.advance(120_000);
    expect(await web(madre)).toMatchObject({ state: 'READY', holders: [] });
    await open(madre, ['web'], 20);
    await madre.clock.advance(21_000);
    expect(madre.world.running()).toEqual([]);
    expect(await web(madre)).toMatchObject({ lastStop: { rule: 'TTL_EXPIRED' } });
  });

  it.each(['ignore', 'adopt'] as const)(
    'is stopped under HARD_OFF, although the catalog says %s',
    async (startedByHand) => {
      const madre = await start({ startedByHand });
      madre.world.startByHand('web');
      await madre.clock.advance(1_000);
      expect(madre.world.running()).toEqual(['web']);
      await madre.ask('mutation { applyPolicy(policy: HARD_OFF) { ok } }');
      await madre.clock.advance(1_000);
      expect(madre.world.running()).toEqual([]);
      madre.world.startByHand('web');
      await madre.clock.advance(1_000);
      expect(madre.world.running()).toEqual([]);
      expect(await web(madre)).toMatchObject({ lastStop: { rule: 'HARD_OFF' } });
    },
  );

  it('takes no memory from those that are held while it is left alone', async () => {
    const madre = await start({ startedByHand: 'ignore' }, { memoryBudgetMb: 300 });
    madre.world.startByHand('web');
    await open(madre, ['other']);
    expect(madre.world.running()).toEqual(['other', 'web']);
  });
});

describe('what runs when madre starts', () => {
  it('is stopped where no window holds it, whoever started it', async () => {
    const first = await start();
    await first.subgraph.close();
    first.world.startByHand('web');
    const second = await start({}, { world: first.world, clock: first.clock });
    await second.clock.advance(1_000);
    expect(second.world.running()).toEqual([]);
    expect(await web(second)).toMatchObject({ lastStop: { rule: 'NO_HOLDER', by: 'system' } });
  });

  it('was not started by hand where an earlier madre left it running, so it is not adopted', async () => {
    const dataDir = tempDir();
    const first = await start({ startedByHand: 'adopt' }, { dataDir });
    await open(first, ['web'], 20);
    await first.crash();
    await first.clock.advance(60_000);
    const second = await start(
      { startedByHand: 'adopt' },
      { dataDir, world: first.world, clock: first.clock },
    );
    await second.clock.advance(1_000);
    expect(second.world.running()).toEqual([]);
    expect(await web(second)).toMatchObject({ lastStop: { rule: 'TTL_EXPIRED' }, holders: [] });
  });

  it('is adopted where somebody started it while no madre ran', async () => {
    const dataDir = tempDir();
    const first = await start({ startedByHand: 'adopt' }, { dataDir });
    await first.crash();
    first.world.startByHand('web');
    const second = await start(
      { startedByHand: 'adopt' },
      { dataDir, world: first.world, clock: first.clock },
    );
    await second.clock.advance(1_000);
    expect(await web(second)).toMatchObject({ state: 'READY', holders: [{}] });
  });
});

it('never adopts what is being stopped, however long that takes', async () => {
  const madre = await start({ startedByHand: 'adopt' });
  await open(madre, ['web'], 20);
  madre.world.behave('web', { stop: 'fails' });
  await madre.clock.advance(60_000);
  expect(madre.world.running()).toEqual(['web']);
  expect(await web(madre)).toMatchObject({ holders: [] });
  madre.world.behave('web', { stop: 'works' });
  await madre.clock.advance(11_000);
  expect(await web(madre)).toMatchObject({ state: 'STOPPED', lastStop: { rule: 'TTL_EXPIRED' } });
});

it('takes a start that it gave up and that succeeds later for its own', async () => {
  const madre = await start({ startedByHand: 'ignore' });
  madre.world.behave('web', { startMs: 15_000 });
  const id = await open(madre);
  await madre.ask('mutation ($id: ID!) { closeWindow(input: { id: $id }) { ok } }', { id });
  await madre.clock.advance(20_000);
  expect(madre.world.running()).toEqual([]);
});
