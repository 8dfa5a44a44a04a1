import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { takeLock } from '../../../../platform/store/exclusive-lock.ts';
import { openStore } from '../../../../platform/store/store.ts';
import { createAuditLog } from '../../../../subgraphs/madre/journal/audit-log.ts';
import { createJournal, systemCause } from '../../../../subgraphs/madre/journal/journal.ts';
import { migrations } from '../../../../subgraphs/madre/journal/migrations.ts';
import type { MadreTables } from '../../../../subgraphs/madre/journal/tables.ts';
import { appendStopNote } from '../../../../subgraphs/madre/sentinel/stops/stop-notes.ts';
import { SENTINEL_LOCK } from '../../../../subgraphs/madre/sentinel/take-over.ts';
import { keepTellingStops, tellStops } from '../../../../subgraphs/madre/sentinel/stops/tell-stops.ts';
import { createServices } from '../../../../subgraphs/madre/services/services.ts';
import { chainCatalog } from '../../../support/memory-madre.ts';
import { recordingLog } from '../../../support/recording-log.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const note = { service: 'alone', at: 1_000, rule: 'TTL_EXPIRED', correlationId: 'of-the-window' } as const;
const lastStop = { at: 1_000, rule: 'TTL_EXPIRED', by: 'sentinel', correlationId: 'of-the-window' };

async function start() {
  const dataDir = tempDir();
  const clock = createManualClock();
  const store = await openStore<MadreTables>({ file: ':memory:', migrations });
  onTestFinished(() => store.close());
  const { db } = store;
  const journal = createJournal({ db, clock });
  const core = { state: 'READY' } as const;
  const services = await createServices({
    ...{ db, journal, clock, catalog: chainCatalog },
    observeCore: () => ({ tentaculo_link: core, madre: core, redis: core }),
  });
  const auditLog = createAuditLog(db);
  const options = { dataDir, services, clock, log: recordingLog().log };
  const entries = async () =>
    (await auditLog.page({ actor: 'sentinel' }, { limit: 9 })).map(({ action, target, correlationId }) => ({
      ...{ action, target, correlationId },
    }));
  return { dataDir, clock, services, options, entries };
}

const entry = { action: 'service.stopped', target: 'alone', correlationId: 'of-the-window' };

test('what a sentinel stopped has its rule and its actor, in the record and in the audit log', async () => {
  const { dataDir, services, options, entries } = await start();
  appendStopNote(dataDir, note);
  await tellStops(options);
  expect(services.get('alone')?.lastStop).toEqual(lastStop);
  expect(await entries()).toEqual([entry]);
  expect(readdirSync(dataDir)).not.toContain('sentinel.stops');
});

test('told twice, as after a crash before the file was emptied, is noted once', async () => {
  const { dataDir, options, entries } = await start();
  for (const _time of [1, 2]) {
    appendStopNote(dataDir, note);
    await tellStops(options);
  }
  expect(await entries()).toEqual([entry]);
  appendStopNote(dataDir, { ...note, at: 2_000 });
  await tellStops(options);
  expect(await entries()).toEqual([entry, entry]);
});

test('a later stop stays the last one', async () => {
  const { dataDir, services, options, entries } = await start();
  const later = { at: 5_000, rule: 'MANUAL', by: 'ana', correlationId: 'c' };
  const before = services.get('alone');
  if (before === undefined) throw new Error('alone is not registered');
  await services.update({ ...before, lastStop: later }, systemCause(), 'MANUAL');
  appendStopNote(dataDir, note);
  await tellStops(options);
  expect(services.get('alone')?.lastStop).toEqual(later);
  expect(await entries()).toEqual([entry]);
});

test('a look that was under way does not forget the stop again', async () => {
  const { dataDir, services, options } = await start();
  const before = services.get('alone');
  if (before === undefined) throw new Error('alone is not registered');
  appendStopNote(dataDir, note);
  const told = tellStops(options);
  const noted = services.noteStop('alone', lastStop, 'sentinel');
  const looked = services.update({ ...before, state: 'STOPPED', reason: null }, systemCause(), 'observed');
  await Promise.all([told, noted, looked]);
  expect(services.get('alone')).toMatchObject({ state: 'STOPPED', lastStop });
});

test('a madre that was only paused finds it at her next look, and not while a sentinel still writes', async () => {
  const { dataDir, clock, services, options } = await start();
  const telling = keepTellingStops(options);
  const lock = await takeLock(join(dataDir, SENTINEL_LOCK));
  appendStopNote(dataDir, note);
  await clock.advance(5_000);
  await telling.idle();
  expect(services.get('alone')?.lastStop).toBeNull();
  lock?.release();
  await clock.advance(5_000);
  await telling.idle();
  expect(services.get('alone')?.lastStop).toEqual(lastStop);
  await telling.close();
});

test('what is not understood, or of a service that is gone from the catalog, keeps nobody from the rest', async () => {
  const { dataDir, services, options, entries } = await start();
  appendStopNote(dataDir, { ...note, service: 'gone' });
  appendFileSync(join(dataDir, 'sentinel.stops'), '{"service":"al\n');
  appendStopNote(dataDir, note);
  await tellStops(options);
  expect(services.get('alone')?.lastStop).toEqual(lastStop);
  expect(await entries()).toEqual([entry]);
});

test('the file stays small', () => {
  const dataDir = tempDir();
  for (let at = 0; at < 2_000; at += 1) appendStopNote(dataDir, { ...note, at });
  const text = readFileSync(join(dataDir, 'sentinel.stops'), 'utf8');
  expect(text.length).toBeLessThanOrEqual(65_536);
  expect(text.endsWith('\n')).toBe(true);
});
