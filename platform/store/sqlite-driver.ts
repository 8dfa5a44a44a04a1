/** The part of node:sqlite's DatabaseSync that the store needs. */
export interface SqliteConnection {
  prepare(sql: string): {
    all(...parameters: readonly unknown[]): unknown[];
    run(...parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
    iterate(...parameters: readonly unknown[]): IterableIterator<unknown>;
    columns(): readonly unknown[];
  };
  /** For SQL to call by this name. Equal arguments must give equal results. */
  function(
    name: string,
    options: { readonly deterministic: true },
    call: (argument: unknown) => string | null,
  ): void;
  close(): void;
}

interface SqliteModule {
  readonly DatabaseSync: new (file: string, options: { readonly readOnly: boolean }) => SqliteConnection;
  readonly StatementSync: { readonly prototype: object };
}

/** node:sqlite where this Node has a complete one (22.16 and newer), else @photostructure/sqlite: same API, prebuilt. */
export async function openSqlite(
  file: string,
  options: { readonly readOnly: boolean } = { readOnly: false },
): Promise<SqliteConnection> {
  const { DatabaseSync } = builtinDriver() ?? (await packagedDriver());
  return new DatabaseSync(file, options);
}

/** Earlier ones lack columns(), without which a query cannot be told from a command. */
function builtinDriver(): SqliteModule | undefined {
  const builtin = quietly(() => process.getBuiltinModule('node:sqlite') as SqliteModule | undefined);
  return builtin !== undefined && 'columns' in builtin.StatementSync.prototype ? builtin : undefined;
}

/** Node 22 announces at each start that its SQLite is experimental; who runs the stack can do nothing about it. */
function quietly<Result>(load: () => Result): Result {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    return load();
  } finally {
    process.emitWarning = emitWarning;
  }
}

async function packagedDriver(): Promise<SqliteModule> {
  // By a name that the compiler does not follow: an optional dependency, absent where no build of it exists.
  const name: string = '@photostructure/sqlite';
  try {
    return (await import(name)) as SqliteModule;
  } catch (error) {
    throw new Error(
      `no SQLite: this Node ${process.version} has none built in and ${name} is not installed`,
      { cause: error },
    );
  }
}
