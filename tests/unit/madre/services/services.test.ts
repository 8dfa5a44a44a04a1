import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { openStore } from '../../../../platform/store/store.ts';
import { createJournal, systemCause, type Journal } from '../../../../subgraphs/madre/journal/journal.ts';
import { migrations } from '../../../../subgraphs/madre/journal/migrations.ts';
import type { MadreTables } from '../../../../subgraphs/madre/journal/tables.ts';
import { createServices } from '../../../../subgraphs/madre/services/services.ts';
import { chainCatalog } from '../../../support/memory-madre.ts';
import { aServiceRecord } from '../../../support/service-record.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const observeCore = () =>
  ({ tentaculo_link: { state: 'READY' }, madre: { state: 'READY' }, redis: { state: 'MISSING' } }) as const;

it('knows nothing of a service that could not be committed', async () => {
  const clock = createManualClock();
  const store = await openStore<MadreTables>({ file: join(tempDir(), 'madre.db'), migrations });
  onTestFinished(() => store.close());
  const { db } = store;
  const journal = createJournal({ db, clock });
  let isDiskFull = false;
  const onFullDisk: Journal = {
    ...journal,
    change: (cause, work) =>
      journal.change(cause, async (change) => {
        const result = await work(change);
        if (isDiskFull) throw new Error('database or disk is full');
        return result;
      }),
  };
  const services = await createServices({
    ...{ db, clock, journal: onFullDisk, catalog: chainCatalog },
    observeCore,
  });
  const before = services.get('alone');
  if (before === undefined) throw new Error('alone is not registered');
  isDiskFull = true;
  const next = { ...before, state: 'READY' as const, reason: null };
  await expect(services.update(next, systemCause(), 'observed')).rejects.toThrow('full');
  expect(services.get('alone')).toEqual(before);
  isDiskFull = false;
  await services.update(next, systemCause(), 'observed');
  expect(services.get('alone')).toMatchObject({ state: 'READY' });
});

it('takes what version 0.1 left running for what madre started', async () => {
  const clock = createManualClock();
  const store = await openStore<MadreTables>({ file: join(tempDir(), 'madre.db'), migrations });
  onTestFinished(() => store.close());
  const { db } = store;
  const {
    inCharge: _later,
    keptDownFor: _too,
    ...record
  } = aServiceRecord('alone', { state: 'READY', seq: 7 });
  await db
    .insertInto('services')
    .values({ name: 'alone', record: JSON.stringify({ ...record, failure: { code: 'EXITED' } }) })
    .execute();
  const journal = createJournal({ db, clock });
  const services = await createServices({ db, clock, journal, catalog: chainCatalog, observeCore });
  expect(services.get('alone')).toMatchObject({
    ...{ state: 'READY', seq: 7, inCharge: true, keptDownFor: null },
    failure: { code: 'EXITED', heldBy: [] },
  });
});
