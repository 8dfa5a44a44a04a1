import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makePrivateFolder } from '../../platform/private-folder.ts';
import { StartError } from '../../platform/start-error.ts';

/**
 * The token between the gateway and its children, made at the first start. Kept, because children that outlive a crash of the
 * gateway hold it and are adopted at the next start. Readable by its owner alone.
 */
export function keepSubgraphToken(dataDir: string): string {
  const file = join(dataDir, 'subgraph-token');
  makePrivateFolder(dataDir);
  return readToken(file) ?? makeToken(file);
}

/** Written aside and linked into place, so that two starts at once agree and nobody reads half a token. */
function makeToken(file: string): string {
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  try {
    linkSync(aside, file);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    unlinkSync(aside);
  }
  const token = readToken(file);
  if (token === undefined)
    throw new StartError(`${file} is empty: remove it, and the next start makes a new one`);
  return token;
}

function readToken(file: string): string | undefined {
  try {
    const token = readFileSync(file, 'utf8').trim();
    return token === '' ? undefined : token;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
