import { dirname } from 'node:path';
import {
  CompiledQuery,
  Kysely,
  Migrator,
  SqliteAdapter,
  SqliteDialect,
  type Migration,
  type SqliteDatabase,
  type SqliteStatement,
} from 'kysely';
import { makePrivateFile, makePrivateFolder } from '../private-folder.ts';
import { StartError } from '../start-error.ts';
import { openSqlite, type SqliteConnection } from './sqlite-driver.ts';

/** One subgraph's durable rows. A transaction that resolved is on the disk (WAL, synchronous=FULL). */
export interface Store<DB> {
  readonly db: Kysely<DB>;
  /** Idempotent; later queries reject. */
  close(): Promise<void>;
}

export interface StoreOptions {
  /** A path, whose folder is made when missing, or ':memory:'. */
  readonly file: string;
  /** Run in the order of their names, each once, those of one start in one transaction. A file that carries a migration unknown here is refused. */
  readonly migrations: Readonly<Record<string, Migration>>;
  /** Of one text each, by the names under which SQL calls them, triggers too; of null they give null. Pure. */
  readonly functions?: Readonly<Record<string, (text: string) => string>>;
}

export async function openStore<DB>(options: StoreOptions): Promise<Store<DB>> {
  if (options.file !== ':memory:') {
    makePrivateFolder(dirname(options.file));
    makePrivateFile(options.file);
  }
  const db = new Kysely<DB>({
    dialect: new Dialect({ database: async () => adapt(await connect(options)) }),
  });
  try {
    for (const pragma of [
      'journal_mode = WAL',
      'synchronous = FULL',
      'foreign_keys = ON',
      'busy_timeout = 5000',
    ]) {
      await db.executeQuery(CompiledQuery.raw(`PRAGMA ${pragma}`));
    }
    const migrator = new Migrator({
      db,
      provider: { getMigrations: async () => ({ ...options.migrations }) },
    });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw new Error(`a migration failed: ${messageOf(error)}`, { cause: error });
  } catch (error) {
    await db.destroy();
    throw new StartError(`store ${options.file} cannot be opened: ${messageOf(error)}`, { cause: error });
  }
  let closed: Promise<void> | undefined;
  return { db, close: () => (closed ??= db.destroy()) };
}

async function connect({ file, functions = {} }: StoreOptions): Promise<SqliteConnection> {
  const connection = await openSqlite(file);
  for (const [name, call] of Object.entries(functions))
    connection.function(name, { deterministic: true }, (text) =>
      typeof text === 'string' ? call(text) : null,
    );
  return connection;
}

/** SQLite's schema changes are transactional; kysely leaves that unused, and a kill in mid-migration would stop every later start. */
class Dialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): true {
    return true;
  }
}

/** node:sqlite and @photostructure/sqlite share one API; kysely wants better-sqlite3's, which differs by `reader`. */
function adapt(connection: SqliteConnection): SqliteDatabase {
  const prepare = (sql: string): SqliteStatement => {
    const statement = naming(sql, () => connection.prepare(sql));
    return {
      reader: statement.columns().length > 0,
      all: (parameters) => naming(sql, () => statement.all(...bindable(parameters))),
      run: (parameters) => naming(sql, () => running(sql, () => statement.run(...bindable(parameters)))),
      // One of its own: two that are read row by row must not share a place.
      iterate: (parameters) => naming(sql, () => connection.prepare(sql).iterate(...bindable(parameters))),
    };
  };
  return { close: () => connection.close(), prepare: keepNewest(prepare, STATEMENTS_KEPT) };
}

/** The same few are run again and again, and preparing one takes longer than running it. */
const STATEMENTS_KEPT = 100;

/** What was made last for each of the keys that were asked for last. */
function keepNewest<Value>(make: (key: string) => Value, limit: number): (key: string) => Value {
  const kept = new Map<string, Value>();
  return (key) => {
    const value = kept.get(key) ?? make(key);
    kept.delete(key);
    kept.set(key, value);
    for (const oldest of kept.keys()) {
      if (kept.size <= limit) break;
      kept.delete(oldest);
    }
    return value;
  };
}

/**
 * Some versions of the drivers bind a boolean as a number and others throw; rows hold 0 and 1. U+0000 would end a text when it
 * is read, and all after it be lost: it becomes U+FFFD, as half a surrogate pair does by itself.
 */
function bindable(parameters: readonly unknown[]): readonly unknown[] {
  const index = parameters.findIndex((parameter) => typeof parameter === 'boolean');
  if (index >= 0) throw new Error(`parameter ${index + 1} must be 0 or 1, got a boolean`);
  return parameters.map((parameter) =>
    typeof parameter === 'string' ? parameter.replaceAll('\0', '\uFFFD') : parameter,
  );
}

/** SQLite ends a transaction by itself when it cannot be written: then there is nothing to roll back, and why is told already. */
function running<Result>(sql: string, run: () => Result): Result | typeof NOTHING_CHANGED {
  try {
    return run();
  } catch (error) {
    if (sql === 'rollback' && /no transaction is active/.test(messageOf(error))) return NOTHING_CHANGED;
    throw error;
  }
}

const NOTHING_CHANGED = { changes: 0, lastInsertRowid: 0 } as const;

/** The driver says "no such table: x" and not where. */
function naming<Result>(sql: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw new Error(`${messageOf(error)}, in: ${sql}`, { cause: error });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
