import { describe, expect, it } from 'vitest';
import { createInProcessBus } from '../../../../platform/bus/bus-in-process.ts';
import { follow, openWindowOn, startMadre } from '../../../support/follow-changes.ts';
import { createMemoryMadre, requestOf } from '../../../support/memory-madre.ts';
import { tempDir } from '../../../support/temp-dir.ts';

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

describe('windowChanged', () => {
  it('tells the state of now first and then each change, with the state as of that change', async () => {
    const madre = await startMadre();
    const id = await openWindowOn(madre, 'alone', 20);
    const changes = await follow<WindowChange>(madre, WINDOWS, { id });
    const first = await changes.next();
    expect(first).toMatchObject({ type: 'SNAPSHOT', window: { id, state: 'OPEN' } });
    await madre.clock.advance(30_000);
    const later = await changes.take(3);
    expect(later.map(({ type, window }) => [type, window.state])).toEqual([
      ['EXPIRING', 'OPEN'],
      ['CLOSING', 'CLOSING'],
      ['CLOSED', 'CLOSED'],
    ]);
    expect(later.every(({ seq }, index) => seq > (later[index - 1] ?? first).seq)).toBe(true);
  });

  it('shows each live window at first, or the newest one when none is live', async () => {
    const madre = await startMadre();
    const short = await openWindowOn(madre, 'alone', 10);
    const ids = [await openWindowOn(madre, 'base', 30), await openWindowOn(madre, 'base', 40)];
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

  it('can be gone on behind the last event of what it tells of now, and behind each change', async () => {
    const PLACES = '{ seq resumeSeq type }';
    const madre = await startMadre();
    await openWindowOn(madre, 'alone', 10);
    await openWindowOn(madre, 'base', 30);
    for (const field of ['windowChanged', 'serviceChanged(names: ["alone", "base"])']) {
      const changes = await follow<{ seq: number; resumeSeq: number | null; type: string }>(
        madre,
        `subscription { ${field} ${PLACES} }`,
      );
      const [first, last] = await changes.take(2);
      expect([first, last]).toMatchObject([
        { type: 'SNAPSHOT', resumeSeq: null },
        { type: 'SNAPSHOT', resumeSeq: last?.seq },
      ]);
      await madre.clock.advance(10_000);
      const change = await changes.next();
      expect([change.type === 'SNAPSHOT', change.resumeSeq]).toEqual([false, change.seq]);
      await openWindowOn(madre, 'alone', 10);
    }
  });

  it('goes on after the cursor without gap or repeat, also across a restart with another bus', async () => {
    const dataDir = tempDir();
    const first = await createMemoryMadre({ dataDir });
    const watching = await follow<WindowChange>(first, WINDOWS);
    const id = await openWindowOn(first, 'alone', 20);
    const seen = await watching.take(2);
    expect(seen.map(({ type }) => type)).toEqual(['OPENING', 'SERVICE_READY']);
    await first.crash();

    const second = await startMadre({
      dataDir,
      clock: first.clock,
      world: first.world,
      bus: createInProcessBus(),
    });
    const resumed = await follow<WindowChange>(second, WINDOWS, { id, afterSeq: seen[1]?.seq });
    expect(await resumed.next()).toMatchObject({ type: 'OPENED', window: { state: 'OPEN' } });
    await second.clock.advance(30_000);
    expect((await resumed.take(3)).map(({ type }) => type)).toEqual(['EXPIRING', 'CLOSING', 'CLOSED']);
  });

  it('starts over with the state of now when the cursor is ahead of everything', async () => {
    const madre = await startMadre();
    await openWindowOn(madre, 'alone');
    expect(await (await follow<WindowChange>(madre, WINDOWS, { afterSeq: 1_000_000 })).next()).toMatchObject({
      type: 'SNAPSHOT',
    });
  });

  it('ends at once while it waits for an event', async () => {
    const madre = await startMadre();
    await openWindowOn(madre, 'alone');
    const stream = await madre.executor.subscribe({ query: WINDOWS, context: requestOf('watcher') });
    await stream.next();
    const pending = stream.next();
    await stream.return?.();
    expect(await pending).toMatchObject({ done: true });
  });

  it('ends when madre closes', async () => {
    const madre = await createMemoryMadre({ dataDir: tempDir() });
    await openWindowOn(madre, 'alone');
    const stream = await madre.executor.subscribe({ query: WINDOWS, context: requestOf('watcher') });
    await stream.next();
    const pending = stream.next();
    await madre.subgraph.close();
    expect(await pending).toMatchObject({ done: true });
  });

  it('refuses a window that never was', async () => {
    const madre = await startMadre();
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
    const madre = await startMadre();
    const services = await follow<ServiceChange>(madre, SERVICES, { names: ['alone'] });
    const windows = await follow<WindowChange>(madre, WINDOWS);
    expect(await services.next()).toMatchObject({
      type: 'SNAPSHOT',
      previous: null,
      service: { name: 'alone', state: 'STOPPED' },
    });
    await openWindowOn(madre, 'alone', 20);
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
    await openWindowOn(first, 'alone', 60);
    const [snapshot] = await (await follow<ServiceChange>(first, SERVICES, { names: ['alone'] })).take(1);
    expect(snapshot).toMatchObject({ service: { state: 'READY' } });
    await first.crash();
    first.world.end('alone');
    await first.clock.advance(20_000);
    const second = await startMadre({ dataDir, clock: first.clock, world: first.world });
    const resumed = await follow<ServiceChange>(second, SERVICES, {
      names: ['alone'],
      afterSeq: snapshot?.seq,
    });
    expect(await resumed.next()).toMatchObject({
      type: 'CHANGED',
      previous: 'READY',
      service: { state: 'CRASHED' },
    });
  });

  it('refuses names that are not registered', async () => {
    const madre = await startMadre();
    const opening = madre.executor.subscribe({
      query: SERVICES,
      variables: { names: ['nope'] },
      context: requestOf('watcher'),
    });
    await expect(opening).rejects.toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  });
});
