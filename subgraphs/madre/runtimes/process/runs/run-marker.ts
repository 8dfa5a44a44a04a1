import { createHash, randomUUID } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';

/** Whose a run is, as its marker says: of which data folder, and of which service there. */
export function newRunMarker(dataDir: string, service: string): string {
  return `${folderMark(dataDir)}:${service}:${randomUUID()}`;
}

/** Undefined for a run of another data folder, and for one of a version whose markers did not say. */
export function serviceOfMarker(marker: string, dataDir: string): string | undefined {
  const [folder, service, run] = marker.split(':');
  return run !== undefined && folder === folderMark(dataDir) ? service : undefined;
}

/** Of one length however long the path is; the same for every way to write it. */
function folderMark(dataDir: string): string {
  return createHash('sha256').update(truePath(dataDir)).digest('hex').slice(0, 16);
}

function truePath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return resolve(folder);
  }
}
