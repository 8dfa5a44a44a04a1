import type { Kysely } from 'kysely';
import type { Clock } from '../../../platform/clock.ts';
import type { Logger } from '../../../platform/log.ts';
import type { Catalog } from '../catalog.ts';
import type { Journal } from '../journal/journal.ts';
import type { MadreTables } from '../journal/tables.ts';
import type { Runtime } from '../runtimes/runtime.ts';
import type { MemoryPeaks } from '../services/memory-peaks.ts';
import type { Services } from '../services/services.ts';
import type { Startups } from '../services/startups.ts';

export interface ReconcilerOptions {
  readonly db: Kysely<MadreTables>;
  readonly journal: Journal;
  readonly services: Services;
  readonly startups: Startups;
  readonly memoryPeaks: MemoryPeaks;
  readonly catalog: Catalog;
  readonly runtime: Runtime;
  readonly clock: Clock;
  /** What may be reserved together by what runs; unlimited when undefined. */
  readonly memoryBudgetMb: number | undefined;
  readonly log: Logger;
}
