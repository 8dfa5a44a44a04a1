import { sql, type Migration } from 'kysely';

/** Never edited once released: a change of the tables is a further migration. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-windows-services-journal': {
    async up(db) {
      for (const statement of firstTables) await sql.raw(statement).execute(db);
    },
  },
  '0002-measures-intents': {
    async up(db) {
      for (const statement of measuresAndIntents) await sql.raw(statement).execute(db);
    },
  },
  '0003-restarts': {
    async up(db) {
      await sql.raw(restarts).execute(db);
    },
  },
  '0004-used-time': {
    async up(db) {
      await sql.raw(usedTime).execute(db);
    },
  },
  '0005-starts-asked-for': {
    async up(db) {
      await sql.raw(startsAskedFor).execute(db);
    },
  },
};

/** AUTOINCREMENT, because a seq that a client has seen is never given again. */
const firstTables: readonly string[] = [
  `CREATE TABLE windows (
     position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, state TEXT NOT NULL, deadline INTEGER, record TEXT NOT NULL)`,
  'CREATE INDEX windows_by_state ON windows (state, position)',
  'CREATE TABLE idempotency (key TEXT PRIMARY KEY, inputHash TEXT NOT NULL, windowId TEXT NOT NULL)',
  'CREATE TABLE services (name TEXT PRIMARY KEY, record TEXT NOT NULL)',
  'CREATE TABLE startups (id INTEGER PRIMARY KEY AUTOINCREMENT, service TEXT NOT NULL, at INTEGER NOT NULL, elapsedMs INTEGER NOT NULL)',
  'CREATE INDEX startups_by_service ON startups (service, id)',
  'CREATE TABLE flags (key TEXT PRIMARY KEY, state TEXT NOT NULL, reason TEXT, updatedAt INTEGER NOT NULL, updatedBy TEXT NOT NULL)',
  'CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL)',
  `CREATE TABLE audit (
     seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, actor TEXT NOT NULL, component TEXT NOT NULL,
     action TEXT NOT NULL, target TEXT, outcome TEXT NOT NULL, detail TEXT, correlationId TEXT NOT NULL,
     previousHash TEXT NOT NULL, hash TEXT NOT NULL)`,
  'CREATE INDEX audit_by_correlation ON audit (correlationId)',
  `CREATE TABLE outbox (
     seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, key TEXT NOT NULL, type TEXT NOT NULL, at INTEGER NOT NULL, data TEXT NOT NULL)`,
];

const measuresAndIntents: readonly string[] = [
  `CREATE TABLE memory_peaks (
     service TEXT NOT NULL, runStartedAt INTEGER NOT NULL, at INTEGER NOT NULL, peakBytes INTEGER NOT NULL, PRIMARY KEY (service, runStartedAt))`,
  'CREATE TABLE log_cursors (service TEXT NOT NULL, seq INTEGER NOT NULL, cursor TEXT NOT NULL, PRIMARY KEY (service, seq))',
  `CREATE TABLE intents (
     position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, status TEXT NOT NULL, record TEXT NOT NULL)`,
  'CREATE INDEX intents_by_status ON intents (status, position)',
  'CREATE TABLE intent_keys (key TEXT PRIMARY KEY, inputHash TEXT NOT NULL, intentId TEXT NOT NULL)',
];

const restarts =
  'CREATE TABLE restarts (service TEXT PRIMARY KEY, id TEXT NOT NULL, actor TEXT NOT NULL, correlationId TEXT NOT NULL)';

const usedTime = 'ALTER TABLE windows ADD COLUMN usedMs INTEGER NOT NULL DEFAULT 0';

const startsAskedFor = 'ALTER TABLE restarts ADD COLUMN stopsFirst INTEGER NOT NULL DEFAULT 1';
