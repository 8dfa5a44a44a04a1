import { lstat, opendir, realpath } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { toDateTime } from '../../../platform/clock.ts';
import { CodedError } from '../../../platform/errors.ts';
import type { FileEntry } from '../../../schema/generated/operator.ts';

/** The first of them in the folder's own order; a folder with more says nothing of the rest. */
const MOST_ENTRIES = 1_000;
const LONGEST_PATH = 1_024;

/**
 * What is in a folder below `root`, by name. Links are neither shown nor followed, so nothing outside can be reached. Throws
 * BAD_USER_INPUT for a path that is no folder there, whatever it may be elsewhere.
 */
export async function listFiles(root: string, path: string): Promise<FileEntry[]> {
  const base = await realpath(root);
  const folder = await folderBelow(base, path);
  const entries: FileEntry[] = [];
  let seen = 0;
  for await (const found of await opendir(folder)) {
    seen += 1;
    if (seen > MOST_ENTRIES) break;
    const entry = await toEntry(base, join(folder, found.name), found.name);
    if (entry !== undefined) entries.push(entry);
  }
  return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
}

async function folderBelow(base: string, path: string): Promise<string> {
  if (path.includes('\0') || path.length > LONGEST_PATH) throw noFolder();
  const wanted = resolve(base, `.${sep}${path}`);
  if (wanted !== base && !wanted.startsWith(base + sep)) throw noFolder();
  // A link anywhere on the way would make the real path another one.
  const real = await realpath(wanted).catch(() => undefined);
  if (real !== wanted || !(await lstat(wanted)).isDirectory()) throw noFolder();
  return wanted;
}

function noFolder(): CodedError {
  return new CodedError('BAD_USER_INPUT', { problem: 'path must be a folder in the files folder' });
}

async function toEntry(base: string, file: string, name: string): Promise<FileEntry | undefined> {
  // It may be gone again.
  const seen = await lstat(file).catch(() => undefined);
  if (seen === undefined || (!seen.isFile() && !seen.isDirectory())) return undefined;
  return {
    path: `/${relative(base, file).split(sep).join('/')}`,
    name,
    kind: seen.isFile() ? 'FILE' : 'DIRECTORY',
    sizeBytes: seen.isFile() ? seen.size : null,
    modifiedAt: toDateTime(Math.round(seen.mtimeMs)),
  };
}
