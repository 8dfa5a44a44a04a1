import { dirname } from 'node:path';
import { makePrivateFile, makePrivateFolder } from '../private-folder.ts';
import { StartError } from '../start-error.ts';
import { openSqlite } from './sqlite-driver.ts';

export interface ExclusiveLock {
  /** Idempotent. */
  release(): void;
}

/**
 * A lock that at most one holder has at a time, on this machine. The system takes it back when its process ends, however it ends,
 * so a kill -9 leaves nothing to clean up: it is SQLite's own lock on an empty database. Undefined where somebody else has it.
 */
export async function takeLock(file: string): Promise<ExclusiveLock | undefined> {
  makePrivateFolder(dirname(file));
  makePrivateFile(file);
  const connection = await openSqlite(file);
  try {
    connection.prepare('PRAGMA busy_timeout = 0').all();
    connection.prepare('BEGIN EXCLUSIVE').run();
  } catch (error) {
    connection.close();
    if (/locked/.test(messageOf(error))) return undefined;
    throw new StartError(`${file} cannot be locked: ${messageOf(error)}`, { cause: error });
  }
  let held = true;
  return {
    release() {
      if (!held) return;
      held = false;
      // Closing alone keeps the lock until the garbage collector finds the statement above.
      connection.prepare('ROLLBACK').run();
      connection.close();
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
