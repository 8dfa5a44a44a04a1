import { sql, type Generated, type Migration } from 'kysely';

/** operator.db. Instants are milliseconds since the epoch, booleans 0 and 1, the columns named *_json hold JSON text. */
export interface OperatorTables {
  sessions: SessionRow;
  messages: MessageRow;
  /** Of each message behind `folding`, and kept up with it by triggers: its content as it is searched, see fold-text.ts. */
  folded_messages: { seq: number; session_id: string; folded: string };
  /** One row: the messages up to this seq wait for their fold. */
  folding: { unfolded_up_to: number };
  session_windows: { session_id: string; window_id: string; answered_at: number };
  chat_keys: { actor: string; key: string; input_hash: string; message_id: string };
  tool_calls: ToolCallRow;
  switch_adjustments: SwitchAdjustmentRow;
  waiting_feedback: WaitingFeedbackRow;
  events: EventRow;
  /** How far each stream of the bus has been read into `events`; `store` is the one that numbered it. */
  followed_streams: { stream: string; store: string; seq: number };
}

export interface SessionRow {
  id: string;
  user_id: string;
  source: string;
  title: string | null;
  /** The caller's summary of what came before, as last given. */
  summary: string | null;
  created_at: number;
  updated_at: number;
}

export interface MessageRow {
  /** Order within and across sessions; the cursor of a page. */
  seq: Generated<number>;
  id: string;
  session_id: string;
  role: string;
  content: string;
  status: string;
  answered_by: string | null;
  engine: string | null;
  /** The component that hosted the engine. */
  host_service: string | null;
  degraded: number;
  degraded_reason: string | null;
  attempts_json: string;
  grounded_json: string;
  usage_json: string | null;
  first_token_ms: number | null;
  total_ms: number | null;
  finish_reason: string | null;
  error_json: string | null;
  metadata_json: string | null;
  route_json: string | null;
  proposals_json: Generated<string>;
  reasoning: string | null;
  /** What engine and tools told each other before the content. */
  exchange_json: string | null;
  /** The seq of the answer's last ChatEvent; 0 while it runs. */
  last_event_seq: number;
  rating: number | null;
  rating_comment: string | null;
  created_at: number;
  correlation_id: string;
}

export interface ToolCallRow {
  id: string;
  message_id: string;
  tool: string;
  status: string;
  duration_ms: number | null;
  arguments_json: string | null;
  result_json: string | null;
  error: string | null;
  created_at: number;
}

export interface SwitchAdjustmentRow {
  id: string;
  session_id: string;
  message_id: string | null;
  before_json: string;
  after_json: string;
  reason: string;
  applied: number;
  created_at: number;
  applied_at: number | null;
}

/** A rating that switch has not been told yet, and who gave it. */
export interface WaitingFeedbackRow {
  id: Generated<number>;
  message_id: string;
  actor: string;
  correlation_id: string;
  input_json: string;
  created_at: number;
}

export interface EventRow {
  /** Never given twice, also where the oldest are forgotten. */
  seq: Generated<number>;
  at: number;
  type: string;
  source: string;
  severity: string;
  summary: string;
  data_json: string | null;
  correlation_id: string | null;
}

const first: Migration = {
  async up(db) {
    for (const statement of FIRST) await sql.raw(statement).execute(db);
  },
};

const FIRST = [
  `CREATE TABLE sessions (id TEXT PRIMARY KEY, user_id TEXT NOT NULL, source TEXT NOT NULL, title TEXT, summary TEXT,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL) STRICT`,
  'CREATE INDEX sessions_newest ON sessions (updated_at DESC, id DESC)',
  `CREATE TABLE messages (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE, role TEXT NOT NULL, content TEXT NOT NULL,
    status TEXT NOT NULL, answered_by TEXT, engine TEXT, host_service TEXT, degraded INTEGER NOT NULL, degraded_reason TEXT,
    attempts_json TEXT NOT NULL, grounded_json TEXT NOT NULL, usage_json TEXT, first_token_ms INTEGER, total_ms INTEGER,
    finish_reason TEXT, error_json TEXT, metadata_json TEXT, last_event_seq INTEGER NOT NULL, rating INTEGER, rating_comment TEXT,
    created_at INTEGER NOT NULL, correlation_id TEXT NOT NULL) STRICT`,
  'CREATE INDEX messages_of_session ON messages (session_id, seq)',
  'CREATE INDEX messages_of_host ON messages (host_service, seq) WHERE host_service IS NOT NULL',
  "CREATE INDEX messages_unfinished ON messages (seq) WHERE status IN ('PENDING', 'STREAMING')",
  `CREATE TABLE session_windows (session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE, window_id TEXT NOT NULL,
    answered_at INTEGER NOT NULL, PRIMARY KEY (window_id, session_id)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE chat_keys (actor TEXT NOT NULL, key TEXT NOT NULL, input_hash TEXT NOT NULL,
    message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE, PRIMARY KEY (actor, key)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE tool_calls (id TEXT PRIMARY KEY, message_id TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    tool TEXT NOT NULL, status TEXT NOT NULL, duration_ms INTEGER, arguments_json TEXT, result_json TEXT, error TEXT,
    created_at INTEGER NOT NULL) STRICT`,
  'CREATE INDEX tool_calls_of_message ON tool_calls (message_id, created_at)',
  `CREATE TABLE switch_adjustments (id TEXT PRIMARY KEY, session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    message_id TEXT, before_json TEXT NOT NULL, after_json TEXT NOT NULL, reason TEXT NOT NULL, applied INTEGER NOT NULL,
    created_at INTEGER NOT NULL, applied_at INTEGER) STRICT`,
];

const second: Migration = {
  async up(db) {
    for (const statement of SECOND) await sql.raw(statement).execute(db);
  },
};

const SECOND = [
  'ALTER TABLE messages ADD COLUMN route_json TEXT',
  "ALTER TABLE messages ADD COLUMN proposals_json TEXT NOT NULL DEFAULT '[]'",
  'ALTER TABLE messages ADD COLUMN reasoning TEXT',
  'ALTER TABLE messages ADD COLUMN exchange_json TEXT',
  'CREATE INDEX messages_by_time ON messages (created_at)',
  `CREATE TABLE waiting_feedback (id INTEGER PRIMARY KEY AUTOINCREMENT, message_id TEXT NOT NULL UNIQUE
    REFERENCES messages (id) ON DELETE CASCADE, actor TEXT NOT NULL, correlation_id TEXT NOT NULL, input_json TEXT NOT NULL,
    created_at INTEGER NOT NULL) STRICT`,
  `CREATE TABLE events (seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, type TEXT NOT NULL, source TEXT NOT NULL,
    severity TEXT NOT NULL, summary TEXT NOT NULL, data_json TEXT, correlation_id TEXT) STRICT`,
  `CREATE TABLE followed_streams (stream TEXT PRIMARY KEY, store TEXT NOT NULL, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
];

const third: Migration = {
  async up(db) {
    for (const statement of THIRD) await sql.raw(statement).execute(db);
  },
};

const THIRD = [
  `CREATE TABLE folded_messages (seq INTEGER PRIMARY KEY REFERENCES messages (seq) ON DELETE CASCADE, session_id TEXT NOT NULL,
    folded TEXT NOT NULL) STRICT`,
  'CREATE TABLE folding (unfolded_up_to INTEGER NOT NULL) STRICT',
  'INSERT INTO folding SELECT coalesce(max(seq), 0) FROM messages',
  `CREATE TRIGGER fold_new_message AFTER INSERT ON messages BEGIN
    INSERT INTO folded_messages (seq, session_id, folded) VALUES (new.seq, new.session_id, folded(new.content)); END`,
  `CREATE TRIGGER fold_changed_message AFTER UPDATE OF content ON messages WHEN new.content <> old.content BEGIN
    INSERT INTO folded_messages (seq, session_id, folded) VALUES (new.seq, new.session_id, folded(new.content))
      ON CONFLICT (seq) DO UPDATE SET folded = excluded.folded; END`,
];

export const operatorMigrations: Readonly<Record<string, Migration>> = {
  '0001-conversations': first,
  '0002-answers-events-feedback': second,
  '0003-folded-messages': third,
};
