import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { openStore } from '../../../../platform/store/store.ts';
import { migrations } from '../../../../subgraphs/madre/journal/migrations.ts';
import type { MadreTables } from '../../../../subgraphs/madre/journal/tables.ts';
import { createMemoryPeaks } from '../../../../subgraphs/madre/services/memory-peaks.ts';
import { catalogService, createMemoryMadre } from '../../../support/memory-madre.ts';
import { openDesk } from '../../../support/power-desk.ts';
import { aService } from '../../../support/service.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const MB = 1_048_576;
const DAY_MS = 86_400_000;
const catalog = new Map([['web', aService('web', { port: 9_001, memoryMb: 256 })]]);

describe('what is reserved for a service', () => {
  it('is what the catalog says until a run was measured, then the greatest peak of the newest 20 runs', async () => {
    const file = join(tempDir(), 'madre.db');
    const { peaks, db } = await open(file);
    expect([peaks.reservationMb('web'), peaks.peakBytes('web')]).toEqual([256, null]);
    await peaks.record('web', { startedAt: 1, peakBytes: 300 * MB + 1 });
    expect(peaks.reservationMb('web')).toBe(301);
    for (let startedAt = 2; startedAt <= 21; startedAt += 1)
      await peaks.record('web', { startedAt, peakBytes: 100 * MB });
    expect(peaks.reservationMb('web')).toBe(100);
    expect((await db.selectFrom('memory_peaks').selectAll().execute()).length).toBe(20);
  });

  it('keeps the greatest value of a run, also over a restart', async () => {
    const file = join(tempDir(), 'madre.db');
    const { peaks } = await open(file);
    for (const peakBytes of [40 * MB, 90 * MB, 60 * MB])
      await peaks.record('web', { startedAt: 1, peakBytes });
    expect(peaks.peakBytes('web')).toBe(90 * MB);
    expect((await open(file)).peaks.peakBytes('web')).toBe(90 * MB);
  });

  it('is never more than the whole budget where the catalog asks for less', async () => {
    const { peaks } = await open(join(tempDir(), 'madre.db'), { memoryBudgetMb: 512 });
    await peaks.record('web', { startedAt: 1, peakBytes: 600 * MB });
    expect([peaks.reservationMb('web'), peaks.peakBytes('web')]).toEqual([512, 600 * MB]);
    const { peaks: small } = await open(join(tempDir(), 'madre.db'), { memoryBudgetMb: 100 });
    await small.record('web', { startedAt: 1, peakBytes: 600 * MB });
    expect(small.reservationMb('web')).toBe(256);
  });

  it('forgets a peak that is older than 30 days, also over a restart, unless the same run still needs it', async () => {
    const file = join(tempDir(), 'madre.db');
    const clock = createManualClock();
    const { peaks } = await open(file, { clock });
    await peaks.record('web', { startedAt: 1, peakBytes: 300 * MB });
    await clock.advance(30 * DAY_MS);
    expect(peaks.reservationMb('web')).toBe(300);
    await clock.advance(1);
    expect([peaks.reservationMb('web'), peaks.peakBytes('web')]).toEqual([256, null]);
    expect((await open(file, { clock })).peaks.peakBytes('web')).toBeNull();
    await peaks.record('web', { startedAt: 1, peakBytes: 300 * MB });
    expect((await open(file, { clock })).peaks.reservationMb('web')).toBe(300);
  });

  it('is nothing for what is not in the catalog', async () => {
    expect((await open(join(tempDir(), 'madre.db'))).peaks.reservationMb('gone')).toBe(0);
  });

  async function open(file: string, { clock = createManualClock(), memoryBudgetMb = 4_096 } = {}) {
    const store = await openStore<MadreTables>({ file, migrations });
    onTestFinished(() => store.close());
    return {
      db: store.db,
      peaks: await createMemoryPeaks({ db: store.db, clock, catalog, memoryBudgetMb }),
    };
  }
});

describe('a service that once used more than the whole budget', () => {
  const services = ['hungry', 'other'].map((name) => catalogService(name, { memoryMb: 100 }));
  const hungry = new Map(services.map((service) => [service.name, service]));

  it('may be opened again, alone', async () => {
    const desk = await openDesk({ catalog: hungry, memoryBudgetMb: 512 });
    const id = await desk.open({ services: ['hungry'], ttlSec: 60 });
    await desk.madre.clock.advance(15_000);
    desk.madre.world.measure('hungry', { peakMemoryBytes: 600 * MB });
    await desk.madre.clock.advance(20_000);
    await desk.closeWindow({ id });
    await desk.madre.clock.advance(5_000);
    expect(await desk.openWindow({ services: ['hungry'], ttlSec: 60 })).toMatchObject({ ok: true });
    expect(await desk.openWindow({ services: ['other'], ttlSec: 60 })).toMatchObject({ ok: false });
  });

  it('may be opened again with what it depends on, of which the one that was greedy gives way', async () => {
    const below = catalogService('below', { memoryMb: 100 });
    const above = catalogService('above', { memoryMb: 100, dependsOn: ['below'] });
    const chain = new Map([below, above].map((service) => [service.name, service]));
    const desk = await openDesk({ catalog: chain, memoryBudgetMb: 512 });
    const input = { services: ['above'], ttlSec: 60 };
    const id = await desk.open(input);
    await desk.madre.clock.advance(15_000);
    desk.madre.world.measure('above', { peakMemoryBytes: 600 * MB });
    desk.madre.world.measure('below', { peakMemoryBytes: 120 * MB });
    await desk.madre.clock.advance(20_000);
    await desk.closeWindow({ id });
    await desk.madre.clock.advance(5_000);
    const PLAN =
      'query ($input: OpenWindowInput!) { planWindow(input: $input) { allowed memoryBytes memoryBudgetBytes } }';
    const { planWindow } = await desk.madre.ask<{ planWindow: Record<string, number> }>(PLAN, { input });
    expect(planWindow).toMatchObject({ allowed: true, memoryBudgetBytes: 512 * MB });
    expect(planWindow['memoryBytes']).toBeLessThanOrEqual(512 * MB);
    expect(await desk.openWindow(input)).toMatchObject({ ok: true });
    await desk.madre.clock.advance(1_000);
    expect(desk.madre.world.running()).toEqual(['above', 'below']);
  });

  it('takes one more window while another holds it: that starts nothing', async () => {
    const desk = await openDesk({ catalog: hungry, memoryBudgetMb: 256 });
    await desk.open({ services: ['hungry'], ttlSec: 300 });
    await desk.madre.clock.advance(15_000);
    desk.madre.world.measure('hungry', { peakMemoryBytes: 250 * MB });
    await desk.madre.clock.advance(30_000);
    expect(await desk.openWindow({ services: ['other'], ttlSec: 60 })).toMatchObject({ ok: true });
    expect(await desk.openWindow({ services: ['hungry'], ttlSec: 60 })).toMatchObject({ ok: true });
  });
});

describe('the peak of a run', () => {
  const PEAK = '{ service(name: "alone") { startup { peakMemoryBytes } } }';

  it('is measured at a resync, once it was READY for 10 s', async () => {
    const madre = await start();
    madre.world.measure('alone', { peakMemoryBytes: 80 * MB });
    await madre.clock.advance(1_000);
    await madre.ask('mutation { startService(name: "alone") { ok } }');
    await madre.clock.advance(9_500);
    expect(await madre.ask(PEAK)).toEqual({ service: { startup: { peakMemoryBytes: null } } });
    await madre.clock.advance(10_000);
    expect(await madre.ask(PEAK)).toEqual({ service: { startup: { peakMemoryBytes: 80 * MB } } });
  });

  it('is measured at the beginning of its stop', async () => {
    const madre = await start();
    await madre.ask('mutation { startService(name: "alone") { ok } }');
    await madre.clock.advance(24_000);
    madre.world.measure('alone', { peakMemoryBytes: 90 * MB });
    await madre.ask('mutation { stopService(name: "alone") { ok } }');
    await madre.clock.advance(1_000);
    expect(madre.world.running()).toEqual([]);
    expect(await madre.ask(PEAK)).toEqual({ service: { startup: { peakMemoryBytes: 90 * MB } } });
  });

  it('holds no stop up for longer than half a second', async () => {
    const madre = await start((runtime) => ({
      ...runtime,
      peakMemory: never,
    }));
    await madre.ask('mutation { startService(name: "alone") { ok } }');
    await madre.clock.advance(15_000);
    await madre.ask('mutation { stopService(name: "alone") { ok } }');
    await madre.clock.advance(600);
    expect(madre.world.running()).toEqual([]);
  });

  describe('where the runtime knows no peak', () => {
    const noPeak = { peakMemory: async () => null };

    it('is the greatest of what it uses at moments, one a minute', async () => {
      let samples = 0;
      const madre = await start((runtime) => ({
        ...{ ...runtime, ...noPeak },
        stats: (service, signal) => ((samples += 1), runtime.stats(service, signal)),
      }));
      madre.world.measure('alone', { memoryBytes: 70 * MB });
      await madre.ask('mutation { startService(name: "alone") { ok } }');
      await madre.clock.advance(25_000);
      expect(await madre.ask(PEAK)).toEqual({ service: { startup: { peakMemoryBytes: 70 * MB } } });
      madre.world.measure('alone', { memoryBytes: 90 * MB });
      await madre.clock.advance(30_000);
      expect(samples).toBe(1);
      await madre.clock.advance(40_000);
      madre.world.measure('alone', { memoryBytes: 50 * MB });
      await madre.clock.advance(60_000);
      expect(samples).toBe(3);
      expect(await madre.ask(PEAK)).toEqual({ service: { startup: { peakMemoryBytes: 90 * MB } } });
    });

    it('is the same where it does not know it in time', async () => {
      const madre = await start((runtime) => ({ ...runtime, peakMemory: never }));
      madre.world.measure('alone', { memoryBytes: 70 * MB });
      await madre.ask('mutation { startService(name: "alone") { ok } }');
      await madre.clock.advance(25_000);
      expect(await madre.ask(PEAK)).toEqual({ service: { startup: { peakMemoryBytes: 70 * MB } } });
    });

    it('holds nothing up while it is measured: not the look at a crash, not a stop', async () => {
      let asked = 0;
      const madre = await start((runtime) => ({
        ...{ ...runtime, ...noPeak },
        stats: () => ((asked += 1), never()),
      }));
      await madre.ask('mutation { startService(name: "alone") { ok } }');
      await madre.clock.advance(20_000);
      expect(asked).toBe(1);
      madre.world.end('alone');
      await madre.clock.advance(1_000);
      expect(await madre.ask('{ service(name: "alone") { state restartCount } }')).toEqual({
        service: { state: 'READY', restartCount: 1 },
      });
      await madre.ask('mutation { stopService(name: "alone") { ok } }');
      await madre.clock.advance(10);
      expect(madre.world.running()).toEqual([]);
    });

    it('takes no sample of one run for another', async () => {
      const madre = await start((runtime) => ({
        ...{ ...runtime, ...noPeak },
        async stats(service, signal) {
          const sample = await runtime.stats(service, signal);
          await new Promise<void>((resolve) => madre.clock.after(3_000, resolve));
          return sample;
        },
      }));
      madre.world.measure('alone', { memoryBytes: 70 * MB });
      await madre.ask('mutation { startService(name: "alone") { ok } }');
      await madre.clock.advance(11_000);
      madre.world.end('alone');
      await madre.clock.advance(20_000);
      expect(await madre.ask(PEAK)).toEqual({ service: { startup: { peakMemoryBytes: null } } });
    });
  });

  async function start(watch?: Parameters<typeof createMemoryMadre>[0]['watch']) {
    const madre = await createMemoryMadre({ dataDir: tempDir(), ...(watch && { watch }) });
    onTestFinished(() => madre.subgraph.close());
    return madre;
  }
});

function never(): Promise<never> {
  return new Promise(() => undefined);
}
