import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { createManualClock, type ManualClock } from '../../../platform/manual-clock.ts';
import { openStore } from '../../../platform/store/store.ts';
import { createSettings, type Settings } from '../../../subgraphs/switch/store/settings.ts';
import { switchMigrations, type SwitchTables } from '../../../subgraphs/switch/store/tables.ts';
import {
  createWriteBehind,
  type Write,
  type WriteBehind,
} from '../../../subgraphs/switch/store/write-behind.ts';

interface Opened {
  readonly writes: WriteBehind;
  readonly settings: Settings;
  readonly clock: ManualClock;
  readonly told: unknown[];
}

async function open(): Promise<Opened> {
  const store = await openStore<SwitchTables>({ file: ':memory:', migrations: switchMigrations });
  onTestFinished(() => store.close());
  const clock = createManualClock();
  const told: unknown[] = [];
  const writes = createWriteBehind(store.db, clock, (error) => told.push(error));
  return { writes, settings: createSettings(store.db), clock, told };
}

const setting =
  (name: string, value: string): Write =>
  (db) =>
    createSettings(db).write(name, value);
const read = ({ settings }: Opened, name: string) => settings.read(name, z.string());

test('what changed is written a second later, the latest of each', async () => {
  const opened = await open();
  opened.writes.put('a', setting('a', 'old'));
  opened.writes.put('b', setting('b', 'one'));
  opened.writes.put('a', setting('a', 'new'));
  await opened.clock.advance(999);
  expect(await read(opened, 'a')).toBeUndefined();
  await opened.clock.advance(1);
  await opened.writes.flush();
  expect([await read(opened, 'a'), await read(opened, 'b')]).toEqual(['new', 'one']);
});

test('all of it is one commit: where one write fails none is kept, and all come with the next, which is told once', async () => {
  const opened = await open();
  let fails = true;
  opened.writes.put('a', setting('a', 'one'));
  opened.writes.put('b', async (db) => {
    if (fails) throw new Error('the disk is full');
    await setting('b', 'two')(db);
  });
  await opened.writes.flush();
  await opened.writes.flush();
  expect(await read(opened, 'a')).toBeUndefined();
  expect(opened.told).toEqual([new Error('the disk is full')]);
  fails = false;
  opened.writes.put('a', setting('a', 'newer'));
  await opened.clock.advance(1_000);
  await opened.writes.flush();
  expect([await read(opened, 'a'), await read(opened, 'b')]).toEqual(['newer', 'two']);
});

test('closing writes what waits', async () => {
  const opened = await open();
  opened.writes.put('a', setting('a', 'last'));
  await opened.writes.close();
  expect(await read(opened, 'a')).toBe('last');
  expect(opened.clock.pendingTimers).toBe(0);
});
