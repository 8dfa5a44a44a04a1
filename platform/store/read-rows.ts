import { openSqlite } from './sqlite-driver.ts';

/** In milliseconds; another process holds a store for less. */
const BUSY_LIMIT_MS = 1_000;

/**
 * One look at the rows of a store that another process may be writing to: it changes nothing and keeps nobody from writing. The file
 * must exist, and be of the shape that the caller knows.
 */
export async function readRows(
  file: string,
  sql: string,
  parameters: readonly (string | number)[],
): Promise<readonly unknown[]> {
  const connection = await openSqlite(file, { readOnly: true });
  try {
    connection.prepare(`PRAGMA busy_timeout = ${BUSY_LIMIT_MS}`).all();
    return connection.prepare(sql).all(...parameters);
  } finally {
    connection.close();
  }
}
