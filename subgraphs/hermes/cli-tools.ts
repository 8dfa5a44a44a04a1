import { spawn } from 'node:child_process';
import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Clock } from '../../platform/clock.ts';
import type { HermesResources } from '../../schema/hermes.ts';

export type CliTool = HermesResources['tools'][number];

const VERSION_LIMIT_MS = 2_000;
const AT_A_TIME = 4;
const LARGEST_OUTPUT_BYTES = 16_384;
const LONGEST_VERSION = 200;

/** Which of these programs are on the path, and what they say to --version. Runs no shell and nothing that is not named. */
export async function findTools(
  names: readonly string[],
  { path, clock, signal }: { readonly path: string; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<readonly CliTool[]> {
  const found: CliTool[] = [];
  const left = [...names.entries()];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      signal.throwIfAborted();
      const [index, name] = next;
      const file = await whereIs(name, path);
      const version = file === null ? null : await versionOf(file, path, clock, signal);
      found[index] = { name, available: file !== null, version, path: file };
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
  return found;
}

/** As a shell looks for it; folders that are not named in full are passed over. */
async function whereIs(name: string, path: string): Promise<string | null> {
  for (const folder of path.split(delimiter).filter((part) => isAbsolute(part))) {
    const file = join(folder, name);
    try {
      await access(file, constants.X_OK);
      if ((await stat(file)).isFile()) return file;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

/** The first line that it prints; null where it prints none in time. It and what it started are gone afterwards. */
function versionOf(file: string, path: string, clock: Clock, signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(file, ['--version'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that all of it can be ended.
      detached: true,
      env: { PATH: path },
    });
    let printed = '';
    const read = (chunk: Buffer): void => {
      if (printed.length < LARGEST_OUTPUT_BYTES) printed += chunk.toString('utf8');
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    const finish = (): void => {
      cancel();
      signal.removeEventListener('abort', finish);
      endGroup(child.pid);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve(firstLine(printed));
    };
    const cancel = clock.after(VERSION_LIMIT_MS, finish);
    signal.addEventListener('abort', finish, { once: true });
    child.once('error', finish).once('close', finish);
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All of it had ended.
  }
}

function firstLine(printed: string): string | null {
  const lines = printed.split(/\r?\n/).map((line) => line.replace(/\p{Cc}/gu, '').trim());
  return lines.find((line) => line !== '')?.slice(0, LONGEST_VERSION) ?? null;
}
