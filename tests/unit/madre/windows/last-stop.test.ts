import { describe, expect, it, onTestFinished } from 'vitest';
import { createMemoryMadre, type MemoryMadre } from '../../../support/memory-madre.ts';
import { tempDir } from '../../../support/temp-dir.ts';

async function start(options: Partial<Parameters<typeof createMemoryMadre>[0]> = {}): Promise<MemoryMadre> {
  const madre = await createMemoryMadre({ dataDir: tempDir(), ...options });
  onTestFinished(() => madre.subgraph.close());
  return madre;
}

async function open(madre: MemoryMadre, input: Record<string, unknown>): Promise<string> {
  const { openWindow } = await madre.ask<{ openWindow: { window: { id: string } | null } }>(
    'mutation ($input: OpenWindowInput!) { openWindow(input: $input) { window { id } } }',
    { input: { ttlSec: 60, ...input } },
  );
  await madre.clock.advance(1_000);
  return openWindow.window?.id ?? '';
}

const stopOf = async (madre: MemoryMadre) =>
  (
    await madre.ask<{ service: { lastStop: unknown } }>(
      '{ service(name: "alone") { lastStop { rule by correlationId } } }',
    )
  ).service.lastStop;

describe('the last stop of a service', () => {
  const byTester = { by: 'tester', correlationId: 'of-tester' };
  const bySystem = { by: 'system', correlationId: 'of-tester' };

  it.each<[string, Record<string, string>, (madre: MemoryMadre, id: string) => Promise<unknown>]>([
    [
      'somebody who closed its window',
      { rule: 'MANUAL', ...byTester },
      (madre, id) => madre.ask('mutation ($id: ID!) { closeWindow(input: { id: $id }) { ok } }', { id }),
    ],
    [
      'the deadline of its window',
      { rule: 'TTL_EXPIRED', ...bySystem },
      (madre) => madre.clock.advance(60_000),
    ],
    [
      'a policy',
      { rule: 'POLICY_APPLIED', ...byTester },
      (madre) => madre.ask('mutation { applyPolicy(policy: SOLO_MADRE) { ok } }'),
    ],
    [
      'a window that needed the memory',
      { rule: 'PREEMPTED', ...byTester },
      (madre) => open(madre, { services: ['base'], priority: 9, onBusy: 'PREEMPT' }),
    ],
    [
      'a restart',
      { rule: 'RESTART', ...byTester },
      (madre) => madre.ask('mutation { restartService(name: "alone") { ok } }'),
    ],
  ])('names %s', async (_who, stop, happen) => {
    const madre = await start({ memoryBudgetMb: 300 });
    const id = await open(madre, { services: ['alone'] });
    await happen(madre, id);
    await madre.clock.advance(1_000);
    expect(await stopOf(madre)).toEqual(stop);
  });

  it('names the window whose opening failed', async () => {
    const madre = await start();
    madre.world.behave('top', { start: 'PORT_IN_USE' });
    madre.world.behave('base', { stopMs: 100 });
    await open(madre, { services: ['top'] });
    const { service } = await madre.ask<{ service: unknown }>(
      '{ service(name: "base") { lastStop { rule by } } }',
    );
    expect(service).toEqual({ lastStop: { rule: 'START_FAILED', by: 'system' } });
  });

  it('names the end of madre, with which it stopped, and what is held starts again', async () => {
    const dataDir = tempDir();
    const first = await start({ dataDir });
    await open(first, { services: ['alone'] });
    await first.subgraph.close();
    expect(first.world.running()).toEqual([]);
    const second = await start({ dataDir, clock: first.clock, world: first.world });
    expect(await stopOf(second)).toMatchObject({ rule: 'MADRE_CLOSED', by: 'system' });
    await second.clock.advance(1_000);
    expect(second.world.running()).toEqual(['alone']);
    const { auditLog } = await second.ask<{ auditLog: unknown }>(
      '{ auditLog(action: "service.stopped", first: 1) { edges { node { target actor outcome detail } } } }',
    );
    expect(auditLog).toMatchObject({
      edges: [{ node: { target: 'alone', actor: 'system', outcome: 'OK', detail: { why: 'MADRE_CLOSED' } } }],
    });
  });

  it('is told once, also by the third madre', async () => {
    const dataDir = tempDir();
    const first = await start({ dataDir });
    await open(first, { services: ['alone'] });
    await first.subgraph.close();
    const { clock, world } = first;
    world.behave('alone', { start: 'hangs' });
    const second = await start({ dataDir, clock, world });
    const told = await stopOf(second);
    await second.crash();
    const third = await start({ dataDir, clock, world });
    expect(await stopOf(third)).toEqual(told);
  });

  it('names its window also where madre was killed in the middle of it', async () => {
    const dataDir = tempDir();
    const first = await start({ dataDir });
    first.world.behave('alone', { stopMs: 5_000 });
    const id = await open(first, { services: ['alone'] });
    await first.ask('mutation ($id: ID!) { closeWindow(input: { id: $id }) { ok } }', { id });
    await first.clock.advance(1_000);
    await first.crash();
    await first.clock.advance(10_000);
    const second = await start({ dataDir, clock: first.clock, world: first.world });
    expect(await stopOf(second)).toEqual({ rule: 'MANUAL', ...byTester });
    expect(
      await second.ask(
        '{ auditLog(action: "service.stopped", first: 1) { edges { node { actor correlationId } } } }',
      ),
    ).toEqual({ auditLog: { edges: [{ node: { actor: 'system', correlationId: 'of-tester' } }] } });
  });

  it('names no window that had no part in it, where madre was killed in the middle of it', async () => {
    const dataDir = tempDir();
    const first = await start({ dataDir });
    const id = await open(first, { services: ['alone'] });
    await first.ask('mutation ($id: ID!) { closeWindow(input: { id: $id }) { ok } }', { id });
    await first.clock.advance(1_000);
    first.world.behave('alone', { stopMs: 5_000 });
    first.world.startByHand('alone');
    await first.clock.advance(1_000);
    await first.crash();
    await first.clock.advance(10_000);
    const second = await start({ dataDir, clock: first.clock, world: first.world });
    expect(await stopOf(second)).toMatchObject({ rule: 'STARTED_BY_HAND', by: 'system' });
  });

  it('is not that of madre where something else had ended it before she began, which she had not seen', async () => {
    const madre = await start();
    await open(madre, { services: ['alone'], ttlSec: 15 });
    madre.world.loseEvents(true);
    // Just looked at, and the deadline comes before the next look.
    await madre.clock.advance(10_000);
    madre.world.end('alone', { exitCode: 143 });
    await madre.clock.advance(5_000);
    expect(await madre.ask('{ service(name: "alone") { state reason lastStop { rule } } }')).toEqual({
      service: { state: 'STOPPED', reason: null, lastStop: null },
    });
  });

  it('names who closed its window also where the call broke off and took effect later', async () => {
    const madre = await start({
      watch: (runtime) => ({
        ...runtime,
        stop(service, signal) {
          void runtime.stop(service, signal).catch(() => undefined);
          return Promise.reject(new Error('socket hang up'));
        },
      }),
    });
    madre.world.behave('alone', { stopMs: 1_000 });
    const id = await open(madre, { services: ['alone'] });
    await madre.ask('mutation ($id: ID!) { closeWindow(input: { id: $id }) { ok } }', { id });
    await madre.clock.advance(60_000);
    expect(madre.world.running()).toEqual([]);
    expect(await stopOf(madre)).toEqual({ rule: 'MANUAL', ...byTester });
    const { auditLog } = await madre.ask<{ auditLog: unknown }>(
      '{ auditLog(action: "service.stopped", first: 1) { edges { node { correlationId detail } } } }',
    );
    expect(auditLog).toMatchObject({
      edges: [{ node: { correlationId: 'of-tester', detail: { why: 'MANUAL' } } }],
    });
  });

  it('keeps its rule through the tries that it takes', async () => {
    const madre = await start();
    madre.world.behave('alone', { stop: 'fails' });
    madre.world.startByHand('alone');
    await madre.clock.advance(30_000);
    expect(await stopOf(madre)).toBeNull();
    madre.world.behave('alone', { stop: 'works' });
    await madre.clock.advance(11_000);
    expect(await stopOf(madre)).toMatchObject({ rule: 'STARTED_BY_HAND', by: 'system' });
  });
});

describe('memory that is being freed', () => {
  it('is waited for before something else starts in its place', async () => {
    const madre = await start({ memoryBudgetMb: 300 });
    await open(madre, { services: ['alone'] });
    madre.world.behave('alone', { stopMs: 5_000 });
    await open(madre, { services: ['base'], priority: 9, onBusy: 'PREEMPT' });
    await madre.clock.advance(3_000);
    expect(madre.world.running()).toEqual(['alone']);
    await madre.clock.advance(2_000);
    expect(madre.world.running()).toEqual(['base']);
  });
});

describe('a start', () => {
  it('may take three times as long as the slowest of the past ones', async () => {
    const madre = await start();
    for (let count = 0; count < 5; count += 1) {
      madre.world.behave('alone', { readyMs: 20_000 });
      await open(madre, { services: ['alone'] });
      await madre.clock.advance(70_000);
    }
    madre.world.behave('alone', { readyMs: 55_000 });
    const id = await open(madre, { services: ['alone'], ttlSec: 600 });
    await madre.clock.advance(50_000);
    const stateOf = () => madre.ask('query ($id: ID!) { window(id: $id) { state } }', { id });
    expect(await stateOf()).toEqual({ window: { state: 'OPENING' } });
    await madre.clock.advance(5_000);
    expect(await stateOf()).toEqual({ window: { state: 'OPEN' } });
  });
});
