import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { makePrivateFolder } from '../../../../../platform/private-folder.ts';
import { replaceFile } from '../../replace-file.ts';
import { readRecordFiles } from './record-files.ts';

const launchRecord = z.object({
  marker: z.string().min(1),
  /** The program and its arguments. */
  command: z.array(z.string()),
  startedAtMs: z.number(),
  restartCount: z.int(),
  stopGraceSec: z.number(),
});

/** A start that began: on the disk before the process is, and gone once the record of its run is there. */
export type LaunchRecord = Readonly<z.infer<typeof launchRecord>>;

const SUFFIX = '.launch';

export function writeLaunchRecord(folder: string, service: string, record: LaunchRecord): void {
  makePrivateFolder(folder);
  replaceFile(join(folder, `${service}${SUFFIX}`), JSON.stringify(record));
}

export function removeLaunchRecord(folder: string, service: string): void {
  rmSync(join(folder, `${service}${SUFFIX}`), { force: true });
}

/** Of starts that did not get as far as the record of their run. */
export function readLaunchRecords(folder: string): ReadonlyMap<string, LaunchRecord> {
  return readRecordFiles(folder, SUFFIX, (data) => launchRecord.safeParse(data).data);
}
