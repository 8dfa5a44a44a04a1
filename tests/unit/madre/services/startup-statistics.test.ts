import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createManualClock } from '../../../../platform/manual-clock.ts';
import { openStore } from '../../../../platform/store/store.ts';
import { createJournal } from '../../../../subgraphs/madre/journal/journal.ts';
import { migrations } from '../../../../subgraphs/madre/journal/migrations.ts';
import type { MadreTables } from '../../../../subgraphs/madre/journal/tables.ts';
import { createStartups } from '../../../../subgraphs/madre/services/startups.ts';
import {
  startTimeoutMs,
  startupStatistics,
} from '../../../../subgraphs/madre/services/startup-statistics.ts';
import { tempDir } from '../../../support/temp-dir.ts';

const times = (count: number, elapsedMs: number): readonly number[] => Array<number>(count).fill(elapsedMs);

describe('the statistics of past starts', () => {
  it('are values that were really measured', () => {
    const hundred = Array.from({ length: 100 }, (_each, index) => 100 - index);
    expect(startupStatistics(hundred)).toEqual({ samples: 100, p50Ms: 50, p95Ms: 95, p99Ms: 99 });
    expect(startupStatistics([30, 10])).toEqual({ samples: 2, p50Ms: 10, p95Ms: 30, p99Ms: 30 });
  });

  it('are none before the first start', () => {
    expect(startupStatistics([])).toBeNull();
  });
});

describe('the time that a start may take', () => {
  it.each<[string, readonly number[], number]>([
    ['is the floor before anything was measured', [], 10_000],
    ['is the floor while few starts were measured', times(4, 9_000), 10_000],
    ['is three times the slowest past start', times(5, 9_000), 27_000],
    ['is the floor where starts are quick', times(50, 500), 10_000],
    ['is at most an hour', times(5, 2_000_000), 3_600_000],
  ])('%s', (_title, measured, expected) => {
    expect(startTimeoutMs({ startTimeoutSec: 10 }, startupStatistics(measured))).toBe(expected);
  });
});

it('keeps the newest 50 starts of each service, also over a restart', async () => {
  const file = join(tempDir(), 'madre.db');
  const open = async () => {
    const store = await openStore<MadreTables>({ file, migrations });
    onTestFinished(() => store.close());
    const { db } = store;
    const clock = createManualClock();
    return createStartups({ db, journal: createJournal({ db, clock }), clock });
  };
  const first = await open();
  await first.record('other', 5);
  for (let elapsedMs = 1; elapsedMs <= 60; elapsedMs += 1) await first.record('web', elapsedMs);
  for (const startups of [first, await open()]) {
    expect(startups.statistics('web')).toEqual({ samples: 50, p50Ms: 35, p95Ms: 58, p99Ms: 60 });
    expect(startups.statistics('other')).toMatchObject({ samples: 1 });
    expect(startups.statistics('none')).toBeNull();
  }
});
