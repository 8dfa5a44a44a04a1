import type { Kysely } from 'kysely';
import type { Clock } from '../../../platform/clock.ts';
import type { MadreTables } from '../journal/tables.ts';

export interface StartupStatistics {
  readonly samples: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** How long past starts took, from the order to READY. Measured starts only. */
export interface Startups {
  record(service: string, elapsedMs: number): Promise<void>;
  statistics(service: string): Promise<StartupStatistics | null>;
}

/** The newest starts tell how it starts today. */
const SAMPLES = 50;

export function createStartups(db: Kysely<MadreTables>, clock: Clock): Startups {
  return {
    async record(service, elapsedMs) {
      await db
        .insertInto('startups')
        .values({ service, at: clock.now(), elapsedMs: Math.round(elapsedMs) })
        .execute();
      const kept = db
        .selectFrom('startups')
        .select('id')
        .where('service', '=', service)
        .orderBy('id', 'desc')
        .limit(SAMPLES);
      await db.deleteFrom('startups').where('service', '=', service).where('id', 'not in', kept).execute();
    },
    async statistics(service) {
      const rows = await db
        .selectFrom('startups')
        .select('elapsedMs')
        .where('service', '=', service)
        .orderBy('elapsedMs')
        .execute();
      const sorted = rows.map(({ elapsedMs }) => elapsedMs);
      const p50Ms = quantile(sorted, 0.5);
      const p95Ms = quantile(sorted, 0.95);
      return p50Ms === undefined || p95Ms === undefined ? null : { samples: sorted.length, p50Ms, p95Ms };
    },
  };
}

/** Nearest rank: a value that was really measured. */
function quantile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}
