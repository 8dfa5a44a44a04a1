import { createRequire } from 'node:module';

/** The part of node:sqlite's DatabaseSync that the store needs. */
export interface SqliteConnection {
  prepare(sql: string): {
    all(...parameters: readonly unknown[]): unknown[];
    run(...parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
    iterate(...parameters: readonly unknown[]): IterableIterator<unknown>;
    columns(): readonly unknown[];
  };
  close(): void;
}

interface SqliteModule {
  readonly DatabaseSync: new (file: string) => SqliteConnection;
}

/** node:sqlite where this Node has it (22.5 and newer), else @photostructure/sqlite: same API, prebuilt. */
export async function openSqlite(file: string): Promise<SqliteConnection> {
  const { DatabaseSync } = await loadDriver();
  return new DatabaseSync(file);
}

async function loadDriver(): Promise<SqliteModule> {
  const builtin = createRequire(import.meta.url)('node:module') as { readonly builtinModules: readonly string[] };
  // node:sqlite is listed only with its prefix, and only where no flag is needed.
  const name = builtin.builtinModules.includes('node:sqlite') ? 'node:sqlite' : '@photostructure/sqlite';
  return (await import(name)) as SqliteModule;
}
