import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makePrivateFolder } from '../../../platform/private-folder.ts';
import { packageRoot } from '../../../schema/package-root.ts';

/**
 * In a session of its own, so that what ends madre's process group does not end it; with none of her environment. Why it could not
 * begin is in its log.
 */
export function spawnSentinel(dataDir: string, id: string): ChildProcess {
  const program = fileURLToPath(new URL('dist/subgraphs/sentinel.js', packageRoot));
  const args = [...SMALL, program, '--data-dir', dataDir, '--id', id];
  makePrivateFolder(join(dataDir, 'logs'));
  const log = openSync(join(dataDir, 'logs', 'sentinel.log'), 'a', 0o600);
  try {
    const child = spawn(process.execPath, args, {
      ...{ cwd: '/', env: {}, detached: true },
      stdio: ['ignore', 'ignore', log],
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/** In MiB: what it makes is little and soon forgotten, so Node need not prepare for more. */
const SMALL = ['--max-semi-space-size=1'];
