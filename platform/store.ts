import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { CompiledQuery, Kysely, Migrator, SqliteDialect, type Migration, type SqliteDatabase } from 'kysely';
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
  /** Run in the order of their names, each once. A file that carries a migration unknown here is refused. */
  readonly migrations: Readonly<Record<string, Migration>>;
}

export async function openStore<DB>(options: StoreOptions): Promise<Store<DB>> {
  if (options.file !== ':memory:') mkdirSync(dirname(options.file), { recursive: true });
  const db = new Kysely<DB>({ dialect: new SqliteDialect({ database: async () => adapt(await openSqlite(options.file)) }) });
  try {
    for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON', 'busy_timeout = 5000']) {
      await db.executeQuery(CompiledQuery.raw(`PRAGMA ${pragma}`));
    }
    const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...options.migrations }) } });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw error instanceof Error ? error : new Error(String(error));
  } catch (error) {
    await db.destroy();
    throw new Error(`store ${options.file} cannot be opened`, { cause: error });
  }
  let closed: Promise<void> | undefined;
  return { db, close: () => (closed ??= db.destroy()) };
}

/** node:sqlite and @photostructure/sqlite share one API; kysely wants better-sqlite3's, which differs by `reader`. */
function adapt(connection: SqliteConnection): SqliteDatabase {
  return {
    close: () => connection.close(),
    prepare(sql) {
      const statement = connection.prepare(sql);
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...parameters),
        run: (parameters) => statement.run(...parameters),
        iterate: (parameters) => statement.iterate(...parameters),
      };
    },
  };
}
