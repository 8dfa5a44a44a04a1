import { join } from 'node:path';
import { openSqlite } from '../../platform/store/sqlite-driver.ts';

export interface StoredRows {
  /** By table, but for the two below and what only says where the audit log ends. */
  readonly tables: Readonly<Record<string, readonly unknown[]>>;
  readonly audit: readonly unknown[];
  readonly outbox: readonly unknown[];
}

/** All that a madre has committed so far, read beside it from its file. */
export async function storedRows(dataDir: string): Promise<StoredRows> {
  const connection = await openSqlite(join(dataDir, 'madre.db'));
  try {
    const all = (query: string): readonly unknown[] => connection.prepare(query).all();
    // Each table has a name.
    const named = all(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`) as {
      readonly name: string;
    }[];
    const rowsOf = (table: string): readonly unknown[] =>
      all(`SELECT * FROM "${table}" ${table === 'settings' ? `WHERE key <> 'auditHead'` : ''}`);
    const {
      audit = [],
      outbox = [],
      ...tables
    } = Object.fromEntries(named.map(({ name }) => [name, rowsOf(name)]));
    return { tables, audit, outbox };
  } finally {
    connection.close();
  }
}
