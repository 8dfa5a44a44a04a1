import type { Migration } from 'kysely';

/** What switch keeps over its sleep, in switch.db. Instants are milliseconds since the epoch. */
export interface SwitchTables {
  engines: EngineRow;
  usage_minutes: UsageMinuteRow;
  settings: SettingRow;
  feedback: FeedbackRow;
  tasks: TaskRow;
}

export interface EngineRow {
  id: string;
  /** Of the configuration and key that the trouble below was had with. */
  fingerprint: string;
  memory_json: string;
}

export interface UsageMinuteRow {
  engine: string;
  /** Minutes since the epoch. */
  minute: number;
  requests: number;
  errors: number;
  prompt_tokens: number;
  completion_tokens: number;
  reasoning_tokens: number | null;
  total_tokens: number;
  estimated: number;
  cost_usd: number | null;
}

export interface SettingRow {
  name: string;
  value_json: string;
}

export interface FeedbackRow {
  id: string;
  engine: string;
  success: number;
  latency_ms: number;
  tokens: number;
  rating: number | null;
  message_id: string | null;
  comment: string | null;
  actor: string;
  at: number;
}

export interface TaskRow {
  id: string;
  idempotency_key: string | null;
  /** Of what was asked for, so that the same key with another wish is noticed. */
  digest: string;
  task_type: string;
  payload_json: string;
  /** Asked for by name. */
  engine: string | null;
  status: string;
  result_json: string | null;
  error: string | null;
  decision_json: string | null;
  actor: string;
  correlation_id: string;
  created_at: number;
  ended_at: number | null;
}

const first: Migration = {
  async up(db) {
    await db.schema
      .createTable('engines')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('fingerprint', 'text', (column) => column.notNull())
      .addColumn('memory_json', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('usage_minutes')
      .addColumn('engine', 'text', (column) => column.notNull())
      .addColumn('minute', 'integer', (column) => column.notNull())
      .addColumn('requests', 'integer', (column) => column.notNull())
      .addColumn('errors', 'integer', (column) => column.notNull())
      .addColumn('prompt_tokens', 'integer', (column) => column.notNull())
      .addColumn('completion_tokens', 'integer', (column) => column.notNull())
      .addColumn('reasoning_tokens', 'integer')
      .addColumn('total_tokens', 'integer', (column) => column.notNull())
      .addColumn('estimated', 'integer', (column) => column.notNull())
      .addColumn('cost_usd', 'real')
      .addPrimaryKeyConstraint('usage_minutes_key', ['engine', 'minute'])
      .execute();
    await db.schema
      .createTable('settings')
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('value_json', 'text', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('feedback')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('engine', 'text', (column) => column.notNull())
      .addColumn('success', 'integer', (column) => column.notNull())
      .addColumn('latency_ms', 'integer', (column) => column.notNull())
      .addColumn('tokens', 'integer', (column) => column.notNull())
      .addColumn('rating', 'integer')
      .addColumn('message_id', 'text')
      .addColumn('comment', 'text')
      .addColumn('actor', 'text', (column) => column.notNull())
      .addColumn('at', 'integer', (column) => column.notNull())
      .execute();
    await db.schema
      .createTable('tasks')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('idempotency_key', 'text', (column) => column.unique())
      .addColumn('digest', 'text', (column) => column.notNull())
      .addColumn('task_type', 'text', (column) => column.notNull())
      .addColumn('payload_json', 'text', (column) => column.notNull())
      .addColumn('engine', 'text')
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('result_json', 'text')
      .addColumn('error', 'text')
      .addColumn('decision_json', 'text')
      .addColumn('actor', 'text', (column) => column.notNull())
      .addColumn('correlation_id', 'text', (column) => column.notNull())
      .addColumn('created_at', 'integer', (column) => column.notNull())
      .addColumn('ended_at', 'integer')
      .execute();
    await db.schema.createIndex('tasks_by_status').on('tasks').columns(['status', 'created_at']).execute();
  },
};

export const switchMigrations = { '001-first': first };
