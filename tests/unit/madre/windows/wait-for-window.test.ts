import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { openStore } from '../../../../platform/store/store.ts';
import { createJournal, systemCause } from '../../../../subgraphs/madre/journal/journal.ts';
import { migrations } from '../../../../subgraphs/madre/journal/migrations.ts';
import type { MadreTables } from '../../../../subgraphs/madre/journal/tables.ts';
import { waitWhileOpening } from '../../../../subgraphs/madre/windows/asking/wait-for-window.ts';
import { saveWindow } from '../../../../subgraphs/madre/windows/record/window-rows.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { aWindowRecord } from '../../../support/window-record.ts';

it('waits no longer than the budget and a little, although nobody moves the window and the wall clock is set back', async () => {
  const clock = createManualClock();
  const store = await openStore<MadreTables>({ file: join(tempDir(), 'madre.db'), migrations });
  onTestFinished(() => store.close());
  const { db } = store;
  const journal = createJournal({ db, clock });
  const window = aWindowRecord({ createdAt: clock.now(), startBy: clock.now() + 30_000 });
  await journal.change(systemCause(), (change) => saveWindow(change, 'OPENING', window));
  const waiting = waitWhileOpening({ db, journal, clock }, window, new AbortController().signal);
  let isOver = false;
  void waiting.then(() => (isOver = true));
  await clock.advance(1_000);
  clock.setWallClock(clock.now() - 3_600_000);
  await clock.advance(33_000);
  expect(isOver).toBe(false);
  // Somebody else's commit in between makes it look again.
  await journal.change(systemCause(), async () => undefined);
  await clock.advance(1_000);
  expect(await waiting).toMatchObject({ state: 'OPENING' });
});
