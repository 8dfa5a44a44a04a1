import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { openStore } from '../../../platform/store/store.ts';
import { createJournal, systemCause, type Journal } from '../../../subgraphs/madre/journal/journal.ts';
import { migrations } from '../../../subgraphs/madre/journal/migrations.ts';
import type { MadreTables } from '../../../subgraphs/madre/journal/tables.ts';
import { createServices } from '../../../subgraphs/madre/services/services.ts';
import { chainCatalog } from '../../support/memory-madre.ts';
import { tempDir } from '../../support/temp-dir.ts';

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
    observeCore: () => ({
      tentaculo_link: { state: 'READY' },
      madre: { state: 'READY' },
      redis: { state: 'MISSING' },
    }),
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
