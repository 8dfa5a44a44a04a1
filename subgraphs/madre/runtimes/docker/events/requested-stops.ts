import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { makePrivateFolder } from '../../../../../platform/private-folder.ts';

/** Which run of which container our own stops ended, kept in a file so that a restarted madre still knows. */
export interface RequestedStops {
  /** On the disk when it returns. Call it before the stop. */
  add(service: string, run: string): void;
  has(service: string, run: string): boolean;
}

/** The last requested stop of each service is enough. */
const form = z.record(z.string(), z.string());

export function openRequestedStops(dataDir: string): RequestedStops {
  const folder = join(dataDir, 'run');
  const file = join(folder, 'requested-stops.json');
  const stops = new Map(Object.entries(read(file)));
  return {
    add(service, run) {
      stops.set(service, run);
      makePrivateFolder(folder);
      writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(stops)), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
    has: (service, run) => stops.get(service) === run,
  };
}

/** A file that cannot be read is as good as none: stops then look like somebody else's. */
function read(file: string): Readonly<Record<string, string>> {
  try {
    return form.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? {};
  } catch {
    return {};
  }
}
