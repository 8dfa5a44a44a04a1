import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { openStore } from '../../../platform/store/store.ts';
import { createJournal, systemCause } from '../../../subgraphs/madre/journal/journal.ts';
import { migrations } from '../../../subgraphs/madre/journal/migrations.ts';
import type { MadreTables } from '../../../subgraphs/madre/journal/tables.ts';
import { createUnit } from '../../../subgraphs/madre/reconciler/service-unit.ts';
import { createTending } from '../../../subgraphs/madre/reconciler/tending.ts';
import { MemoryWorld } from '../../../subgraphs/madre/runtimes/memory/memory-world.ts';
import { createMemoryRuntime } from '../../../subgraphs/madre/runtimes/memory/memory.ts';
import { createServices } from '../../../subgraphs/madre/services/services.ts';
import { createStartups } from '../../../subgraphs/madre/services/startups.ts';
import { saveWindow } from '../../../subgraphs/madre/windows/window-rows.ts';
import { chainCatalog } from '../../support/memory-madre.ts';
import { recordingLog } from '../../support/recording-log.ts';
import { aService } from '../../support/service.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { aWindowRecord } from '../../support/window-record.ts';

const { signal } = new AbortController();

it('stops nothing that a window holds which was acknowledged after the plan, and asks again only after a pause', async () => {
  const { tending, world, journal, services, clock } = await setUp();
  world.startByHand('alone');
  const unit = createUnit(chainCatalog.get('alone') ?? aService('alone', { port: 9_004 }));
  await journal.change(systemCause(), (change) => saveWindow(change, 'OPENING', aWindowRecord()));
  await tending.tend(unit, signal);
  expect(world.running()).toEqual(['alone']);
  expect(services.get('alone')?.state).toBe('READY');
  expect(unit.retry?.notBefore).toBeGreaterThan(clock.monotonic());
});

it('stops what no window holds', async () => {
  const { tending, world } = await setUp();
  world.startByHand('alone');
  await tending.tend(createUnit(aService('alone', { port: 9_004 })), signal);
  expect(world.running()).toEqual([]);
});

/** A plan of a moment at which no window held anything. */
async function setUp() {
  const clock = createManualClock();
  const world = new MemoryWorld(clock);
  const store = await openStore<MadreTables>({ file: join(tempDir(), 'madre.db'), migrations });
  onTestFinished(() => store.close());
  const { db } = store;
  const journal = createJournal({ db, clock });
  const services = await createServices({
    ...{ db, journal, clock, catalog: chainCatalog },
    observeCore: () => ({
      tentaculo_link: { state: 'READY' },
      madre: { state: 'READY' },
      redis: { state: 'MISSING' },
    }),
  });
  const tending = createTending({
    ...{ db, journal, services, clock, catalog: chainCatalog },
    startups: createStartups(db, clock),
    runtime: createMemoryRuntime(world),
    log: recordingLog().log,
    windowsNow: () => [],
    leftOf: () => ({ deadlineMs: null, startByMs: 0 }),
    planNow: () => 'STOP',
    settleSoon: () => undefined,
  });
  return { tending, world, journal, services, clock };
}
