import type { Kysely } from 'kysely';
import type { Clock } from '../../../platform/clock.ts';
import type { Catalog } from '../catalog.ts';
import type { MadreTables } from '../journal/tables.ts';

/** The most memory that each service's runs used. Only runs that were READY long enough to mean something are told to it. */
export interface MemoryPeaks {
  /** Keeps the greatest value of each run. */
  record(service: string, run: { readonly startedAt: number; readonly peakBytes: number }): Promise<void>;
  /** Over the newest runs, none of them older than 30 days; null until one was measured. */
  peakBytes(service: string): number | null;
  /**
   * What a window that holds it must find free: its measured peak in MB, rounded up, or else what the catalog says. A peak never asks
   * for more than the whole budget where the catalog asks for less: one bad run must not keep it from ever running again. Nothing for
   * what left the catalog, which no window can start.
   */
  reservationMb(service: string): number;
}

/** The newest runs tell what it needs today. */
const RUNS = 20;
const COUNTS_FOR_MS = 30 * 86_400_000;
const BYTES_PER_MB = 1_048_576;

interface Peak {
  /** When it was measured. */
  readonly at: number;
  readonly bytes: number;
}

/** Reads what is stored once, so that asking costs nothing and may happen inside a transaction. */
export async function createMemoryPeaks(options: {
  readonly db: Kysely<MadreTables>;
  readonly clock: Clock;
  readonly catalog: Catalog;
  /** What live windows may reserve together; unlimited when undefined. */
  readonly memoryBudgetMb: number | undefined;
}): Promise<MemoryPeaks> {
  const { db, clock, catalog, memoryBudgetMb = Infinity } = options;
  const runsOf = new Map<string, ReadonlyMap<number, Peak>>();
  const stored = await db.selectFrom('memory_peaks').selectAll().orderBy('at').execute();
  for (const { service, runStartedAt, at, peakBytes } of stored)
    remember(service, runStartedAt, { at, bytes: peakBytes });
  const counts = ({ at }: Peak): boolean => clock.now() - at <= COUNTS_FOR_MS;

  /** Returns the runs that it forgot. */
  function remember(service: string, startedAt: number, peak: Peak): readonly number[] {
    const known = new Map(runsOf.get(service));
    // Set anew, so that the runs stay in the order in which they were measured last.
    known.delete(startedAt);
    const all = [...known.set(startedAt, peak)];
    runsOf.set(service, new Map(all.slice(-RUNS)));
    return all.slice(0, -RUNS).map(([run]) => run);
  }

  function peakBytes(service: string): number | null {
    const peaks = [...(runsOf.get(service)?.values() ?? [])].filter(counts);
    return peaks.length === 0 ? null : Math.max(...peaks.map(({ bytes }) => bytes));
  }

  return {
    async record(service, { startedAt, peakBytes: measured }) {
      const known = runsOf.get(service)?.get(startedAt);
      if (known !== undefined && counts(known) && known.bytes >= measured) return;
      const row = { service, runStartedAt: startedAt, at: clock.now(), peakBytes: measured };
      await db
        .insertInto('memory_peaks')
        .values(row)
        .onConflict((conflict) =>
          conflict.columns(['service', 'runStartedAt']).doUpdateSet({ at: row.at, peakBytes: measured }),
        )
        .execute();
      const forgotten = remember(service, startedAt, { at: row.at, bytes: measured });
      if (forgotten.length === 0) return;
      await db
        .deleteFrom('memory_peaks')
        .where('service', '=', service)
        .where('runStartedAt', 'in', forgotten)
        .execute();
    },
    peakBytes,
    reservationMb(service) {
      const peak = peakBytes(service);
      const declaredMb = catalog.get(service)?.memoryMb;
      if (declaredMb === undefined) return 0;
      if (peak === null) return declaredMb;
      return Math.min(Math.ceil(peak / BYTES_PER_MB), Math.max(memoryBudgetMb, declaredMb));
    },
  };
}
