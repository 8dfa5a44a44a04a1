import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import { createInProcessBus } from '../../../platform/bus/bus-in-process.ts';
import type { Bus } from '../../../platform/bus/bus.ts';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { openStore } from '../../../platform/store/store.ts';
import { createJournal } from '../../../subgraphs/madre/journal/journal.ts';
import { migrations } from '../../../subgraphs/madre/journal/migrations.ts';
import { createOutbox } from '../../../subgraphs/madre/journal/outbox.ts';
import { MADRE_STREAM, startRelay } from '../../../subgraphs/madre/journal/relay.ts';
import type { MadreTables } from '../../../subgraphs/madre/journal/tables.ts';

async function start(bus: Bus) {
  const store = await openStore<MadreTables>({ file: ':memory:', migrations });
  const clock = createManualClock();
  const journal = createJournal({ db: store.db, clock });
  const relay = startRelay({
    journal,
    outbox: createOutbox(store.db),
    bus,
    clock,
    log: pino({ level: 'silent' }),
  });
  onTestFinished(async () => {
    await relay.close();
    await store.close();
  });
  const emit = (key: string) =>
    journal.change({ actor: 'ana', correlationId: 'c' }, (change) =>
      change.emit('flag', key, 'CHANGED', { key }),
    );
  return { clock, emit };
}

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
