import type { ExecutionResult } from 'graphql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createInProcessBus } from '../../../platform/bus/bus-in-process.ts';
import { createMemoryMadre, requestOf, type MemoryMadre } from '../../support/memory-madre.ts';
import { tempDir } from '../../support/temp-dir.ts';

const WINDOWS =
  'subscription ($id: ID, $afterSeq: Int) { windowChanged(id: $id, afterSeq: $afterSeq) { seq type window { id state } } }';
const SERVICES =
  'subscription ($names: [ID!], $afterSeq: Int) { serviceChanged(names: $names, afterSeq: $afterSeq) { seq type previous service { name state } } }';

interface WindowChange {
  readonly seq: number;
  readonly type: string;
  readonly window: { readonly id: string; readonly state: string };
}
interface ServiceChange {
  readonly seq: number;
  readonly type: string;
  readonly previous: string | null;
  readonly service: { readonly name: string; readonly state: string };
}

async function start(options: Partial<Parameters<typeof createMemoryMadre>[0]> = {}): Promise<MemoryMadre> {
  const madre = await createMemoryMadre({ dataDir: tempDir(), ...options });
  onTestFinished(() => madre.subgraph.close());
  return madre;
}

async function open(madre: MemoryMadre, service: string, ttlSec = 60): Promise<string> {
  const { openWindow } = await madre.ask<{ openWindow: { window: { id: string } } }>(
    `mutation { openWindow(input: { services: ["${service}"], ttlSec: ${ttlSec} }) { window { id } } }`,
  );
  await madre.clock.advance(1_000);
  return openWindow.window.id;
}

async function follow<Change>(
  madre: MemoryMadre,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
) {
  const stream = await madre.executor.subscribe({ query, variables, context: requestOf('watcher') });
  onTestFinished(async () => void (await stream.return?.()));
  // A stream takes its snapshot when it is first read: as servers do, read at once.
  let ahead: Promise<IteratorResult<ExecutionResult>> = stream.next();
  async function next(): Promise<Change> {
    const step = await ahead;
    ahead = stream.next();
    if (step.done === true || step.value.errors !== undefined)
      throw new Error(`no event: ${JSON.stringify(step.value)}`);
    return Object.values(step.value.data ?? {})[0] as Change;
  }
  return {
    next,
    async take(count: number): Promise<readonly Change[]> {
      const taken: Change[] = [];
      while (taken.length < count) taken.push(await next());
      return taken;
    },
    close: () => stream.return?.(),
  };
}

describe('windowChanged', () => {
  it('tells the state of now first and then each change, with the state as of that change', async () => {
    const madre = await start();
    const id = await open(madre, 'alone', 20);
    const changes = await follow<WindowChange>(madre, WINDOWS, { id });
    const first = await changes.next();
    expect(first).toMatchObject({ type: 'SNAPSHOT', window: { id, state: 'OPEN' } });
    await madre.clock.advance(30_000);
    const later = await changes.take(2);
    expect(later.map(({ type, window }) => [type, window.state])).toEqual([
      ['CLOSING', 'CLOSING'],
      ['CLOSED', 'CLOSED'],
    ]);
    expect(later.every(({ seq }, index) => seq > (later[index - 1] ?? first).seq)).toBe(true);
  });

  it('shows each live window at first, or the newest one when none is live', async () => {
    const madre = await start();
    const short = await open(madre, 'alone', 10);
    const ids = [await open(madre, 'base', 30), await open(madre, 'base', 40)];
    await madre.clock.advance(10_000);
    const live = await (await follow<WindowChange>(madre, WINDOWS)).take(2);
    expect(live.map(({ window }) => window.id)).toEqual(ids);
    expect(live.map(({ window }) => window.id)).not.toContain(short);
    await madre.clock.advance(60_000);
    expect(await (await follow<WindowChange>(madre, WINDOWS)).next()).toMatchObject({
      type: 'SNAPSHOT',
      window: { id: ids[1], state: 'CLOSED' },
    });
  });

  it('goes on after the cursor without gap or repeat, also across a restart with another bus', async () => {
    const dataDir = tempDir();
    const first = await createMemoryMadre({ dataDir });
    const watching = await follow<WindowChange>(first, WINDOWS);
    const id = await open(first, 'alone', 20);
    const seen = await watching.take(2);
    expect(seen.map(({ type }) => type)).toEqual(['OPENING', 'SERVICE_READY']);
    await first.crash();

    const second = await start({
      dataDir,
      clock: first.clock,
      world: first.world,
      bus: createInProcessBus(),
    });
    const resumed = await follow<WindowChange>(second, WINDOWS, { id, afterSeq: seen[1]?.seq });
    expect(await resumed.next()).toMatchObject({ type: 'OPENED', window: { state: 'OPEN' } });
    await second.clock.advance(30_000);
    expect((await resumed.take(2)).map(({ type }) => type)).toEqual(['CLOSING', 'CLOSED']);
  });

  it('starts over with the state of now when the cursor is ahead of everything', async () => {
    const madre = await start();
    await open(madre, 'alone');
    expect(await (await follow<WindowChange>(madre, WINDOWS, { afterSeq: 1_000_000 })).next()).toMatchObject({
      type: 'SNAPSHOT',
    });
  });

  it('ends at once while it waits for an event', async () => {
    const madre = await start();
    await open(madre, 'alone');
    const stream = await madre.executor.subscribe({ query: WINDOWS, context: requestOf('watcher') });
    await stream.next();
    const pending = stream.next();
    await stream.return?.();
    expect(await pending).toMatchObject({ done: true });
  });

  it('ends when madre closes', async () => {
    const madre = await createMemoryMadre({ dataDir: tempDir() });
    await open(madre, 'alone');
    const stream = await madre.executor.subscribe({ query: WINDOWS, context: requestOf('watcher') });
    await stream.next();
    const pending = stream.next();
    await madre.subgraph.close();
    expect(await pending).toMatchObject({ done: true });
  });

  it('refuses a window that never was', async () => {
    const madre = await start();
    const opening = madre.executor.subscribe({
      query: WINDOWS,
      variables: { id: 'x' },
      context: requestOf('watcher'),
    });
    await expect(opening).rejects.toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  });
});

describe('serviceChanged', () => {
  it('tells every change once, and READY of a service before its window is OPEN', async () => {
    const madre = await start();
    const services = await follow<ServiceChange>(madre, SERVICES, { names: ['alone'] });
    const windows = await follow<WindowChange>(madre, WINDOWS);
    expect(await services.next()).toMatchObject({
      type: 'SNAPSHOT',
      previous: null,
      service: { name: 'alone', state: 'STOPPED' },
    });
    await open(madre, 'alone', 20);
    const [starting, ready] = await services.take(2);
    expect([starting, ready]).toMatchObject([
      { type: 'CHANGED', previous: 'STOPPED', service: { state: 'STARTING' } },
      { type: 'CHANGED', previous: 'STARTING', service: { state: 'READY' } },
    ]);
    const opened = (await windows.take(3))[2];
    expect(opened).toMatchObject({ type: 'OPENED' });
    expect(ready?.seq).toBeLessThan(opened?.seq ?? 0);
    await madre.clock.advance(30_000);
    expect((await services.take(2)).map(({ service }) => service.state)).toEqual(['STOPPING', 'STOPPED']);
  });

  it('tells after a crash what changed meanwhile', async () => {
    const dataDir = tempDir();
    const first = await createMemoryMadre({ dataDir });
    await open(first, 'alone', 15);
    const [snapshot] = await (await follow<ServiceChange>(first, SERVICES, { names: ['alone'] })).take(1);
    expect(snapshot).toMatchObject({ service: { state: 'READY' } });
    await first.crash();
    first.world.end('alone');
    await first.clock.advance(20_000);
    const second = await start({ dataDir, clock: first.clock, world: first.world });
    const resumed = await follow<ServiceChange>(second, SERVICES, {
      names: ['alone'],
      afterSeq: snapshot?.seq,
    });
    expect(await resumed.next()).toMatchObject({
      type: 'CHANGED',
      previous: 'READY',
      service: { state: 'STOPPED' },
    });
  });

  it('refuses names that are not registered', async () => {
    const madre = await start();
    const opening = madre.executor.subscribe({
      query: SERVICES,
      variables: { names: ['nope'] },
      context: requestOf('watcher'),
    });
    await expect(opening).rejects.toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  });
});

describe('featureFlagChanged and auditEntryAdded', () => {
  it('tell the flags of now and each switch of one', async () => {
    const madre = await start();
    const flags = await follow<{ key: string; state: string }>(
      madre,
      'subscription { featureFlagChanged { key state reason } }',
    );
    expect((await flags.take(2)).map(({ key, state }) => [key, state])).toEqual([
      ['INEE_ENABLED', 'OFF'],
      ['MANIFESTATOR_EMIT_INTENT_ENABLED', 'OFF'],
    ]);
    await madre.ask(
      'mutation { setFeatureFlag(key: "INEE_ENABLED", state: ON) { ok flag { state updatedBy } } }',
    );
    expect(await flags.next()).toMatchObject({
      key: 'INEE_ENABLED',
      state: 'ON',
      reason: 'switched ON by tester',
    });
  });

  it('tell entries after the cursor and then new ones', async () => {
    const madre = await start();
    await open(madre, 'alone');
    const entries = await follow<{ seq: number; action: string }>(
      madre,
      'subscription { auditEntryAdded(afterSeq: 0) { seq action } }',
    );
    const { auditLog } = await madre.ask<{ auditLog: { totalCount: number } }>('{ auditLog { totalCount } }');
    const past = await entries.take(auditLog.totalCount);
    expect(past.map(({ seq }) => seq)).toEqual(past.map((_entry, index) => index + 1));
    await madre.ask('mutation { stopService(name: "redis") { ok } }');
    expect(await entries.next()).toEqual({ seq: past.length + 1, action: 'stopService' });
  });
});
