import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { openStore } from '../../../../platform/store/store.ts';
import { createJournal, systemCause } from '../../../../subgraphs/madre/journal/journal.ts';
import { migrations } from '../../../../subgraphs/madre/journal/migrations.ts';
import type { MadreTables } from '../../../../subgraphs/madre/journal/tables.ts';
import { createMemorySamples } from '../../../../subgraphs/madre/reconciler/looks/memory-samples.ts';
import { defaultRules } from '../../../../subgraphs/madre/reconciler/rules.ts';
import { createUnit } from '../../../../subgraphs/madre/reconciler/service-unit.ts';
import { tend } from '../../../../subgraphs/madre/reconciler/tending.ts';
import { createView } from '../../../../subgraphs/madre/reconciler/view.ts';
import { MemoryWorld } from '../../../../subgraphs/madre/runtimes/memory/memory-world.ts';
import { createMemoryRuntime } from '../../../../subgraphs/madre/runtimes/memory/memory.ts';
import { createMemoryPeaks } from '../../../../subgraphs/madre/services/memory-peaks.ts';
import { createServices } from '../../../../subgraphs/madre/services/services.ts';
import { createStartups } from '../../../../subgraphs/madre/services/startups.ts';
import { saveWindow } from '../../../../subgraphs/madre/windows/record/window-rows.ts';
import { chainCatalog } from '../../../support/memory-madre.ts';
import { recordingLog } from '../../../support/recording-log.ts';
import { aService } from '../../../support/service.ts';
import { tempDir } from '../../../support/temp-dir.ts';
import { aWindowRecord } from '../../../support/window-record.ts';

const { signal } = new AbortController();

it('stops nothing that a window holds which was acknowledged after the plan, and asks again only after a pause', async () => {
  const { parts, unit, world } = await setUp();
  world.startByHand('alone');
  await parts.journal.change(systemCause(), (change) => saveWindow(change, 'OPENING', aWindowRecord()));
  await tend(parts, unit, signal);
  expect(world.running()).toEqual(['alone']);
  expect(parts.services.get('alone')?.state).toBe('READY');
  expect(unit.retry?.notBefore).toBeGreaterThan(parts.clock.monotonic());
});

it('stops what no window holds', async () => {
  const { parts, unit, world } = await setUp();
  world.startByHand('alone');
  await tend(parts, unit, signal);
  expect(world.running()).toEqual([]);
});

it('does not let a stop wait for a measure that takes long', async () => {
  const { parts, unit, world } = await setUp();
  world.startByHand('alone');
  let answer: (peakBytes: number) => void = () => undefined;
  const asked = new Promise<number>((resolve) => (answer = resolve));
  const runtime = { ...parts.runtime, peakMemory: () => asked };
  unit.inCharge = true;
  Object.assign(unit, {
    observation: await runtime.observe(unit.service, signal),
    observedAt: 0,
    readySince: -10_000,
  });
  const tended = tend({ ...parts, runtime }, unit, signal);
  await vi.waitFor(async () => {
    await parts.clock.advance(5);
    expect(world.running()).toEqual([]);
  });
  answer(1);
  await tended;
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
  const options = {
    ...{ db, journal, services, clock, catalog: chainCatalog, rules: defaultRules },
    ...{ runtime: createMemoryRuntime(world), log: recordingLog().log, memoryBudgetMb: undefined },
    startups: await createStartups({ db, journal, clock }),
    memoryPeaks: await createMemoryPeaks({ db, clock, catalog: chainCatalog, memoryBudgetMb: undefined }),
  };
  const record = services.get('alone');
  if (record === undefined) throw new Error('alone is not registered');
  const unit = createUnit(chainCatalog.get('alone') ?? aService('alone', { port: 9_004 }), record, {
    isHeld: false,
    now: 0,
    runsAs: 'MEMORY',
  });
  const view = createView({ ...options, units: new Map([['alone', unit]]) });
  const memorySamples = createMemorySamples(options);
  return { parts: { ...options, view, memorySamples, settleSoon: () => undefined }, unit, world };
}
