import type { Kysely } from 'kysely';
import type { Clock } from '../../../platform/clock.ts';
import type { CatalogService } from '../catalog.ts';
import { systemCause, type Journal } from '../journal/journal.ts';
import type { MadreTables } from '../journal/tables.ts';
import { startTimeoutMs, startupStatistics, type StartupStatistics } from './startup-statistics.ts';

/** How long past starts took, from the order to READY. Measured starts only. */
export interface Startups {
  record(service: string, elapsedMs: number): Promise<void>;
  statistics(service: string): StartupStatistics | null;
  /** How long a start of this service may take today. */
  startTimeoutMs(service: CatalogService): number;
}

/** The newest starts tell how it starts today. */
const SAMPLES = 50;

/** Reads what is stored once, so that asking costs nothing and may happen inside a transaction. */
export async function createStartups(options: {
  readonly db: Kysely<MadreTables>;
  readonly journal: Journal;
  readonly clock: Clock;
}): Promise<Startups> {
  const { db, journal, clock } = options;
  const samplesOf = new Map<string, readonly number[]>();
  const stored = await db.selectFrom('startups').selectAll().orderBy('id').execute();
  for (const { service, elapsedMs } of stored) remember(service, elapsedMs);

  function remember(service: string, elapsedMs: number): void {
    samplesOf.set(service, [...(samplesOf.get(service) ?? []), elapsedMs].slice(-SAMPLES));
  }

  function statistics(service: string): StartupStatistics | null {
    return startupStatistics(samplesOf.get(service) ?? []);
  }

  return {
    async record(service, measuredMs) {
      const elapsedMs = Math.round(measuredMs);
      await journal.change(systemCause(), async (change) => {
        await change.db.insertInto('startups').values({ service, at: clock.now(), elapsedMs }).execute();
        await keepNewest(change.db, service);
      });
      remember(service, elapsedMs);
    },
    statistics,
    startTimeoutMs: (service) => startTimeoutMs(service, statistics(service.name)),
  };
}

async function keepNewest(db: Kysely<MadreTables>, service: string): Promise<void> {
  const kept = db
    .selectFrom('startups')
    .select('id')
    .where('service', '=', service)
    .orderBy('id', 'desc')
    .limit(SAMPLES);
  await db.deleteFrom('startups').where('service', '=', service).where('id', 'not in', kept).execute();
}
