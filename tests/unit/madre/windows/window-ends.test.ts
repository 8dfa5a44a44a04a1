import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { openStore } from '../../../../platform/store/store.ts';
import { createJournal, systemCause } from '../../../../subgraphs/madre/journal/journal.ts';
import { migrations } from '../../../../subgraphs/madre/journal/migrations.ts';
import type { MadreTables } from '../../../../subgraphs/madre/journal/tables.ts';
import { keepKey } from '../../../../subgraphs/madre/windows/asking/idempotency.ts';
import { readWindow, saveWindow } from '../../../../subgraphs/madre/windows/record/window-rows.ts';
import { openDesk } from '../../../support/power-desk.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { aWindowRecord } from '../../../support/window-record.ts';

const HOUR = 3_600_000;

describe('what a window has left', () => {
  it('is told by the clock that leaves less', async () => {
    const desk = await openDesk();
    const { clock } = desk.madre;
    const id = await desk.open({ services: ['alone'], ttlSec: 100 });
    clock.setWallClock(clock.now() - HOUR);
    await clock.advance(9_000);
    expect(await desk.window(id)).toMatchObject({ ttlRemainingSec: 90 });
    clock.setWallClock(clock.now() + HOUR + 20_000);
    expect(await desk.window(id)).toMatchObject({ ttlRemainingSec: 70 });
  });

  it('cannot be more than a day by an extension, though the time was set back', async () => {
    const desk = await openDesk();
    const { clock } = desk.madre;
    const id = await desk.open({ services: ['alone'], ttlSec: 86_000 });
    clock.setWallClock(clock.now() - 100 * HOUR);
    const refused = await desk.extendWindow({ id, addSec: 402 });
    expect(refused).toMatchObject({
      code: 'TTL_OUT_OF_RANGE',
      message: 'a window must end within 86400 s from now, extended it were 86401',
    });
    expect(await desk.extendWindow({ id, addSec: 401 })).toMatchObject({
      ok: true,
      window: { ttlRemainingSec: 86_400 },
    });
  });

  it('may be a day again after a while, though the time was set on', async () => {
    const desk = await openDesk();
    const { clock } = desk.madre;
    const id = await desk.open({ services: ['alone'], ttlSec: 86_400 });
    expect(await desk.extendWindow({ id, addSec: 3_600 })).toMatchObject({ code: 'TTL_OUT_OF_RANGE' });
    clock.setWallClock(clock.now() + HOUR);
    expect(await desk.extendWindow({ id, addSec: 3_600 })).toMatchObject({ ok: true });
  });

  it('is nothing once its deadline has passed: it cannot be extended any more', async () => {
    const desk = await openDesk();
    const { clock } = desk.madre;
    const id = await desk.open({ services: ['alone'], ttlSec: 60 });
    clock.setWallClock(clock.now() + HOUR);
    expect(await desk.extendWindow({ id, addSec: 60 })).toMatchObject({
      code: 'NOT_ACTIVE',
      message: `window ${id} has reached its deadline and ends now`,
    });
    await clock.advance(10_000);
    expect(await desk.window(id)).toMatchObject({ state: 'CLOSED', closeReason: 'TTL_EXPIRED' });
  });
});

it('a window that fails says why, though the time was set back in the middle of its start', async () => {
  const desk = await openDesk();
  const { clock, world } = desk.madre;
  world.behave('alone', { start: 'PORT_IN_USE', startMs: 1_000 });
  const { window } = await desk.openWindow({ services: ['alone'], ttlSec: 60 });
  clock.setWallClock(clock.now() - HOUR);
  await clock.advance(5_000);
  expect(await desk.window(window?.id ?? '')).toMatchObject({ state: 'FAILED' });
  const asked = await desk.madre.ask(
    'query ($id: ID!) { window(id: $id) { failure { code } results { outcome } } }',
    { id: window?.id },
  );
  expect(asked).toEqual({ window: { failure: { code: 'PORT_IN_USE' }, results: [{ outcome: 'FAILED' }] } });
});

it('a window that ended is kept until two thousand others ended after it, and its idempotency key with it', async () => {
  const store = await openStore<MadreTables>({ file: join(tempDir(), 'madre.db'), migrations });
  onTestFinished(() => store.close());
  const { db } = store;
  const journal = createJournal({ db, clock: createManualClock() });
  const finish = (from: number, to: number) =>
    journal.change(systemCause(), async (change) => {
      for (let index = from; index < to; index += 1) {
        const id = `w${index}`;
        await saveWindow(change, 'CLOSED', aWindowRecord({ id, state: 'CLOSED' }));
        await keepKey(change, { key: `k${index}`, inputHash: 'h' }, id);
      }
    });
  await journal.change(systemCause(), (change) =>
    saveWindow(change, 'OPENED', aWindowRecord({ id: 'open', state: 'OPEN' })),
  );
  await finish(0, 2_000);
  expect(await readWindow(db, 'w0')).toBeDefined();
  await finish(2_000, 2_002);
  expect(await readWindow(db, 'w1')).toBeUndefined();
  expect(await readWindow(db, 'w2')).toBeDefined();
  expect(await readWindow(db, 'open')).toBeDefined();
  const keys = await db.selectFrom('idempotency').select('key').execute();
  expect(keys).toHaveLength(2_000);
  expect(keys.some(({ key }) => key === 'k1')).toBe(false);
});

it('windows that end at one instant have all ended before the first stop for them', async () => {
  const desk = await openDesk();
  const { madre } = desk;
  const { clock, world } = madre;
  const ids = [];
  for (const services of [['alone'], ['top'], ['alone', 'base']])
    ids.push((await desk.openWindow({ services, ttlSec: 60 })).window?.id);
  await clock.advance(70_000);
  expect(world.running()).toEqual([]);
  const { auditLog } = await madre.ask<{
    auditLog: { edges: { node: { action: string; target: string } }[] };
  }>('{ auditLog(first: 100) { edges { node { action target } } } }');
  const told = auditLog.edges.map(({ node }) => node).reverse();
  const firstStop = told.findIndex(({ action }) => action === 'service.stopping');
  const ended = told.slice(0, firstStop).filter(({ action }) => action === 'window.closing');
  expect(ended.map(({ target }) => target)).toEqual(ids);
});
