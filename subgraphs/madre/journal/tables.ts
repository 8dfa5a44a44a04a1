import type { Generated } from 'kysely';

/** The rows of madre.db. Instants are milliseconds since the epoch; `record` and `data` are JSON written by this subgraph alone. */
export interface MadreTables {
  readonly windows: WindowsTable;
  readonly idempotency: IdempotencyTable;
  readonly services: ServicesTable;
  readonly startups: StartupsTable;
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

interface StartupsTable {
  readonly id: Generated<number>;
  readonly service: string;
  readonly at: number;
  readonly elapsedMs: number;
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
