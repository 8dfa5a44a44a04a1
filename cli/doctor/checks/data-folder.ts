import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../../gateway/config.ts';
import { takeLock } from '../../../platform/store/exclusive-lock.ts';
import { fails, ok, skipped, warns, type Check } from '../check.ts';

const LEAST_FREE_BYTES = 256 * 1024 * 1024;

/** Whether windows and audit can be kept, and whether a madre has the folder. Makes nothing. */
export async function checkDataFolder({ dataDir }: Config, isUp: boolean): Promise<readonly Check[]> {
  if (!existsSync(dataDir)) return [skipped('data folder', `${dataDir} is made at the first start`)];
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return [
      fails(
        'data folder',
        `${dataDir} cannot be written`,
        'Give it to the user of the gateway, or set VX11_DATA_DIR.',
      ),
    ];
  }
  const { bavail, bsize } = statfsSync(dataDir);
  const free = `${Math.round((bavail * bsize) / 1_048_576)} MB free`;
  const room =
    bavail * bsize < LEAST_FREE_BYTES
      ? warns('data folder', `${dataDir}, ${free}`, 'Make room: on a full disk no window can be opened.')
      : ok('data folder', `${dataDir}, ${free}`);
  return [room, await checkLock(dataDir, isUp)];
}

/** Taken for a moment where nobody has it. */
async function checkLock(dataDir: string, isUp: boolean): Promise<Check> {
  const file = join(dataDir, 'madre.lock');
  if (!existsSync(file)) return skipped('lock', 'never taken');
  const lock = await takeLock(file);
  lock?.release();
  if (lock !== undefined) return ok('lock', 'free: no madre runs on this folder');
  if (isUp) return ok('lock', 'held by the madre that runs');
  return warns(
    'lock',
    'a madre holds it, and no gateway answers here',
    'It listens elsewhere, hangs or starts: name it with --url, or stop it.',
  );
}
