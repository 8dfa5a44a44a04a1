import { cpSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createInProcessBus } from '../../../../platform/bus/bus-in-process.ts';
import type { Bus } from '../../../../platform/bus/bus.ts';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { openStore } from '../../../../platform/store/store.ts';
import { MADRE_STREAM } from '../../../../subgraphs/madre/journal/bus-event.ts';
import { followOutbox, OutboxGapError } from '../../../../subgraphs/madre/journal/follow.ts';
import { createJournal } from '../../../../subgraphs/madre/journal/journal.ts';
import { migrations } from '../../../../subgraphs/madre/journal/migrations.ts';
import { createOutbox, type OutboxEvent } from '../../../../subgraphs/madre/journal/outbox.ts';
import { startRelay } from '../../../../subgraphs/madre/journal/relay.ts';
import type { MadreTables } from '../../../../subgraphs/madre/journal/tables.ts';
import { tempDir } from '../../../support/temp-dir.ts';

async function open(bus: Bus, file = ':memory:') {
  const store = await openStore<MadreTables>({ file, migrations });
  const clock = createManualClock();
  const journal = createJournal({ db: store.db, clock });
  const outbox = createOutbox(store.db);
  const relay = startRelay({ journal, outbox, bus, clock, log: pino({ level: 'silent' }) });
  const emit = (key: string) =>
    journal.change({ actor: 'ana', correlationId: 'c' }, (change) =>
      change.emit('flag', key, 'CHANGED', { key }),
    );
  /** Events after the cursor, as they come, until the end. */
  function follow(afterSeq: number) {
    const end = new AbortController();
    const seen: OutboxEvent[] = [];
    const all = (async () => {
      for await (const event of followOutbox({ outbox, bus, clock, afterSeq, signal: end.signal }))
        seen.push(event);
    })();
    return { seen, all, end: () => end.abort() };
  }
  async function close(): Promise<void> {
    await relay.close();
    await store.close();
  }
  return { clock, outbox, emit, follow, close };
}

async function start(bus: Bus) {
  const opened = await open(bus);
  onTestFinished(opened.close);
  return opened;
}

/** Of the events on the bus itself, up to the given seq. */
async function keysOnBus(bus: Bus, upTo: number): Promise<readonly unknown[]> {
  const keys: unknown[] = [];
  const { signal } = new AbortController();
  for await (const { seq, data } of bus.subscribe(MADRE_STREAM, { afterSeq: 0, signal })) {
    keys.push(data !== null && typeof data === 'object' && 'key' in data ? data['key'] : data);
    if (seq >= upTo) break;
  }
  return keys;
}

const keysOf = (events: readonly OutboxEvent[]) => events.map(({ key }) => key);

describe('the relay', () => {
  it('publishes each committed event once and in order', async () => {
    const bus = createInProcessBus();
    const { clock, emit } = await start(bus);
    for (const key of ['a', 'b', 'c']) await emit(key);
    await clock.advance(0);
    expect(await bus.lastSeq(MADRE_STREAM)).toBe(3);
  });

  it('resets a stream that is ahead of the store, because it belongs to an earlier one', async () => {
    const bus = createInProcessBus();
    await bus.publish(MADRE_STREAM, { seq: 900, data: 'old' });
    const { clock, emit } = await start(bus);
    await emit('a');
    await clock.advance(0);
    expect(await bus.lastSeq(MADRE_STREAM)).toBe(1);
  });

  it.each([
    ['is behind', 1, 3],
    ['is as far', 3, 3],
    ['is ahead', 5, 3],
  ])(
    'starts a stream over that another store left and that %s, instead of mixing the two',
    async (_title, old, young) => {
      const bus = createInProcessBus();
      const first = await open(bus);
      for (let count = 1; count <= old; count += 1) await first.emit(`old ${count}`);
      await first.clock.advance(0);
      await first.close();

      const file = join(tempDir(), 'madre.db');
      const before = await open(createInProcessBus(), file);
      for (let count = 1; count <= young; count += 1) await before.emit(`new ${count}`);
      await before.close();
      const second = await open(bus, file);
      onTestFinished(second.close);
      await second.clock.advance(100);
      expect(await keysOnBus(bus, young)).toEqual(['new 1', 'new 2', 'new 3']);
    },
  );

  it.each([
    ['is as far as', 4],
    ['has passed', 6],
  ])('starts a stream over for its own store, restored from a backup, that %s it', async (_title, head) => {
    const bus = createInProcessBus();
    const [folder, copy] = [tempDir(), tempDir()];
    const file = join(folder, 'madre.db');
    const backup = join(copy, 'madre.db');
    const before = await open(bus, file);
    for (const key of ['both 1', 'both 2']) await before.emit(key);
    await before.clock.advance(0);
    await before.close();
    cpSync(folder, copy, { recursive: true });
    const lost = await open(bus, file);
    for (const key of ['lost 3', 'lost 4']) await lost.emit(key);
    await lost.clock.advance(0);
    await lost.close();

    const away = await open(createInProcessBus(), backup);
    for (let seq = 3; seq <= head; seq += 1) await away.emit(`new ${seq}`);
    await away.close();
    const restored = await open(bus, backup);
    onTestFinished(restored.close);
    await restored.clock.advance(100);
    const keys = ['both 1', 'both 2', 'new 3', 'new 4', 'new 5', 'new 6'].slice(0, head);
    expect(await keysOnBus(bus, head)).toEqual(keys);
  });

  it('begins anew with a store that is younger than the stream', async () => {
    const bus = createInProcessBus();
    const first = await open(bus);
    for (const key of ['old 1', 'old 2']) await first.emit(key);
    await first.clock.advance(0);
    await first.close();
    const second = await start(bus);
    for (const key of ['new 1', 'new 2', 'new 3']) await second.emit(key);
    await second.clock.advance(100);
    expect(await keysOnBus(bus, 3)).toEqual(['new 1', 'new 2', 'new 3']);
  });

  it('goes on where it was in a stream of its own store', async () => {
    let resets = 0;
    const bus = createInProcessBus();
    const counting = { ...bus, reset: (stream: string) => ((resets += 1), bus.reset(stream)) };
    const { clock, emit } = await start(counting);
    await emit('a');
    await clock.advance(0);
    expect(resets).toBe(0);
  });

  it('repeats until the bus takes an event', async () => {
    const bus = createInProcessBus();
    let down = true;
    const { clock, emit } = await start({
      ...bus,
      publish: (stream, event) =>
        down ? Promise.reject(new Error('the bus is away')) : bus.publish(stream, event),
    });
    await emit('a');
    await clock.advance(1_000);
    expect(await bus.lastSeq(MADRE_STREAM)).toBe(0);
    down = false;
    await clock.advance(5_000);
    expect(await bus.lastSeq(MADRE_STREAM)).toBe(1);
  });
});

describe('who follows the outbox', () => {
  it('sees every event after its cursor once and in order, whenever it begins and whatever the bus keeps', async () => {
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.constant({ kind: 'write' } as const) },
      fc.record({ kind: fc.constant('follow' as const), behind: fc.nat(20) }),
      fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(50) }),
      fc.constant({ kind: 'reset' } as const),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 60 }),
        fc.integer({ min: 1, max: 10 }),
        async (steps, retained) => {
          const bus = createInProcessBus(retained);
          const { clock, emit, follow, close } = await open(bus);
          const readers: { readonly from: number; readonly reader: ReturnType<typeof follow> }[] = [];
          let written = 0;
          const writes: Promise<unknown>[] = [];
          for (const each of steps) {
            if (each.kind === 'write') writes.push(emit(`event ${(written += 1)}`));
            else if (each.kind === 'pass') await clock.advance(each.ms);
            else if (each.kind === 'reset') await bus.reset(MADRE_STREAM);
            else {
              const from = Math.max(0, written - each.behind);
              readers.push({ from, reader: follow(from) });
            }
          }
          await Promise.all(writes);
          // One more, so that a stream that was reset at the end is filled again.
          await emit(`event ${(written += 1)}`);
          await clock.advance(10_000);
          for (const { from, reader } of readers) {
            reader.end();
            await reader.all;
            const expected = Array.from({ length: written - from }, (_, at) => `event ${from + at + 1}`);
            expect(keysOf(reader.seen)).toEqual(expected);
          }
          await close();
        },
      ),
      { numRuns: 200 },
    );
  }, 60_000);

  it('takes nothing from a stream that another store left, before that is started over', async () => {
    const bus = createInProcessBus();
    const old = await open(bus);
    for (let count = 1; count <= 5; count += 1) await old.emit(`old ${count}`);
    await old.clock.advance(0);
    await old.close();
    const away = () => Promise.reject(new Error('the bus takes nothing'));
    const { clock, emit, follow } = await start({ ...bus, publish: away, reset: away });
    for (let count = 1; count <= 3; count += 1) await emit(`new ${count}`);
    const reader = follow(0);
    await clock.advance(1_000);
    await emit('new 4');
    await clock.advance(1_000);
    reader.end();
    await reader.all;
    expect(keysOf(reader.seen)).toEqual(['new 1', 'new 2', 'new 3', 'new 4']);
  });

  it('keeps no more bytes than it may, but always the newest', async () => {
    const { emit, follow, outbox } = await start(createInProcessBus());
    for (let count = 0; count < 10; count += 1) await emit(`${'é'.repeat(500)}${count}`);
    await outbox.trim(50, 3_500);
    expect([await outbox.oldest(), await outbox.head()]).toEqual([8, 10]);
    await expect(follow(5).all).rejects.toBeInstanceOf(OutboxGapError);
    await outbox.trim(50, 1);
    expect([await outbox.oldest(), await outbox.head()]).toEqual([10, 10]);
  });

  it('is told when what comes next is not kept any more', async () => {
    const { emit, follow, outbox, clock } = await start(createInProcessBus());
    for (let count = 0; count < 10; count += 1) await emit(`event ${count}`);
    await outbox.trim(4);
    const late = follow(5);
    const inTime = follow(6);
    await expect(late.all).rejects.toBeInstanceOf(OutboxGapError);
    await clock.advance(0);
    inTime.end();
    await inTime.all;
    expect(inTime.seen.map(({ seq }) => seq)).toEqual([7, 8, 9, 10]);
  });
});
