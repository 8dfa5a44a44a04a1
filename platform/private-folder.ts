import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes the folder and what is missing above it, each for its owner alone; one that exists stays as it is. Throws what the system says. */
export function makePrivateFolder(path: string): void {
  if (isFolder(path)) return;
  const above = dirname(path);
  // Not `recursive`: Node 20's spins for ever where the system answers ENOENT although the folder above exists, as in /proc.
  if (above !== path) makePrivateFolder(above);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Somebody else made it meanwhile.
    if (!isFolder(path)) throw error;
  }
}

/** Makes the file, empty and for its owner alone, where it is missing; programs that open it later keep its mode. */
export function makePrivateFile(path: string): void {
  try {
    // Exclusive, so that a file that exists is not opened: closing it would end this process' locks on it.
    closeSync(openSync(path, 'ax', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
