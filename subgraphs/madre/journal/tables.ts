import type { Generated } from 'kysely';

/** The rows of madre.db. Instants are milliseconds since the epoch; `record` and `data` are JSON written by this subgraph alone. */
export interface MadreTables {
  readonly windows: WindowsTable;
  readonly idempotency: IdempotencyTable;
  readonly services: ServicesTable;
  readonly restarts: RestartsTable;
  readonly startups: StartupsTable;
  readonly memory_peaks: MemoryPeaksTable;
  readonly log_cursors: LogCursorsTable;
  readonly intents: IntentsTable;
  readonly intent_keys: IntentKeysTable;
  readonly flags: FlagsTable;
  readonly settings: SettingsTable;
  readonly audit: AuditTable;
  readonly outbox: OutboxTable;
}

interface WindowsTable {
  readonly position: Generated<number>;
  readonly id: string;
  state: string;
  /** Of live windows in mode TTL; beside the record, so that deadlines can be read without knowing its shape. */
  deadline: number | null;
  /** Noted from time to time without an event, so beside the record, which saying what happened does not carry along. */
  usedMs: Generated<number>;
  record: string;
}

interface IdempotencyTable {
  readonly key: string;
  readonly inputHash: string;
  readonly windowId: string;
}

interface ServicesTable {
  readonly name: string;
  readonly record: string;
}

/** Restarts that were acknowledged and are not carried out yet. */
interface RestartsTable {
  readonly service: string;
  readonly id: string;
  readonly actor: string;
  readonly correlationId: string;
  /** 0: a start alone was asked for. */
  readonly stopsFirst: number;
}

interface StartupsTable {
  readonly id: Generated<number>;
  readonly service: string;
  readonly at: number;
  readonly elapsedMs: number;
}

/** One row for each run that was measured. */
interface MemoryPeaksTable {
  readonly service: string;
  readonly runStartedAt: number;
  readonly at: number;
  readonly peakBytes: number;
}

/** The line with `seq` of a service's log is the one at `cursor`, so that numbers go on after a restart. */
interface LogCursorsTable {
  readonly service: string;
  readonly seq: number;
  readonly cursor: string;
}

interface IntentsTable {
  readonly position: Generated<number>;
  readonly id: string;
  status: string;
  record: string;
}

interface IntentKeysTable {
  readonly key: string;
  readonly inputHash: string;
  readonly intentId: string;
}

interface FlagsTable {
  readonly key: string;
  readonly state: string;
  readonly reason: string | null;
  readonly updatedAt: number;
  readonly updatedBy: string;
}

interface SettingsTable {
  readonly key: string;
  readonly value: string;
}

interface AuditTable {
  readonly seq: number;
  readonly id: string;
  readonly at: number;
  readonly actor: string;
  readonly component: string;
  readonly action: string;
  readonly target: string | null;
  readonly outcome: string;
  readonly detail: string | null;
  readonly correlationId: string;
  readonly previousHash: string;
  readonly hash: string;
}

interface OutboxTable {
  readonly seq: Generated<number>;
  readonly kind: string;
  readonly key: string;
  readonly type: string;
  readonly at: number;
  readonly data: string;
}
