import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRedisBus } from '../../platform/bus/bus-redis.ts';
import type { Bus } from '../../platform/bus/bus.ts';
import { systemClock } from '../../platform/clock.ts';
import { openStore } from '../../platform/store/store.ts';
import { MADRE_STREAM } from '../../subgraphs/madre/journal/bus-event.ts';
import { createJournal } from '../../subgraphs/madre/journal/journal.ts';
import { migrations } from '../../subgraphs/madre/journal/migrations.ts';
import { createOutbox } from '../../subgraphs/madre/journal/outbox.ts';
import { startRelay } from '../../subgraphs/madre/journal/relay.ts';
import type { MadreTables } from '../../subgraphs/madre/journal/tables.ts';
import { recordingLog } from '../support/recording-log.ts';
import { missing, testRedisUrl } from '../support/requirements.ts';
import { tempDir } from '../support/temp-dir.ts';

const absent = await missing('redis');
const clock = systemClock;

function createBus(prefix: string): Bus {
  const bus = createRedisBus({ url: testRedisUrl, prefix, clock, log: recordingLog().log });
  onTestFinished(() => bus.close());
  return bus;
}

/** Emits the keys into the store of the file, and publishes them where there is a bus. */
async function run(file: string, keys: readonly string[], bus?: Bus): Promise<() => Promise<void>> {
  const store = await openStore<MadreTables>({ file, migrations });
  const journal = createJournal({ db: store.db, clock });
  for (const key of keys)
    await journal.change({ actor: 'ana', correlationId: 'c' }, (change) =>
      change.emit('flag', key, 'CHANGED', { key }),
    );
  const outbox = createOutbox(store.db);
  const relay =
    bus === undefined ? undefined : startRelay({ journal, outbox, bus, clock, log: recordingLog().log });
  return async () => {
    await relay?.close();
    await store.close();
  };
}

/** Of the stream up to the seq, as somebody reads it who was not there before. */
async function keysUpTo(bus: Bus, seq: number): Promise<readonly unknown[]> {
  const keys: unknown[] = [];
  for await (const event of bus.subscribe(MADRE_STREAM, {
    afterSeq: 0,
    signal: AbortSignal.timeout(10_000),
  })) {
    const { data } = event;
    keys.push(data !== null && typeof data === 'object' && 'key' in data ? data['key'] : data);
    if (event.seq >= seq) break;
  }
  return keys;
}

describe.skipIf(absent !== undefined)('the stream of madre on Redis', () => {
  it('starts over with another store that is as far as the stream, and goes on with its own', async () => {
    const prefix = `vx11-test:${randomUUID()}:`;
    const bus = createBus(prefix);
    const closeOld = await run(join(tempDir(), 'madre.db'), ['old 1', 'old 2', 'old 3'], bus);
    expect(await keysUpTo(bus, 3)).toEqual(['old 1', 'old 2', 'old 3']);
    await closeOld();

    const file = join(tempDir(), 'madre.db');
    await (
      await run(file, ['new 1', 'new 2', 'new 3'])
    )();
    const closeNew = await run(file, ['new 4'], bus);
    await expect.poll(() => keysUpTo(bus, 4)).toEqual(['new 1', 'new 2', 'new 3', 'new 4']);
    await closeNew();

    const again = createBus(prefix);
    const closeAgain = await run(file, ['new 5'], again);
    await expect.poll(() => keysUpTo(again, 5)).toHaveLength(5);
    await closeAgain();
    await again.reset(MADRE_STREAM);
  });
});
