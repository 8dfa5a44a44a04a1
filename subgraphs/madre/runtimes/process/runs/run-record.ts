import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { makePrivateFolder } from '../../../../../platform/private-folder.ts';
import { replaceFile } from '../../replace-file.ts';
import { readRecordFiles } from './record-files.ts';

const runRecord = z.object({
  pid: z.int().positive(),
  /** From startTimeOf: tells this process from a later one with the same id. */
  startTime: z.string(),
  /** What its processes carry in their environment; absent in records of an older version. */
  marker: z.string().min(1).optional(),
  startedAtMs: z.number(),
  restartCount: z.int(),
  stopGraceSec: z.number(),
  /** Set before our own stop sends its first signal. */
  stopRequested: z.boolean(),
  exit: z
    .object({
      exitCode: z.int().nullable(),
      outOfMemory: z.boolean(),
      requested: z.boolean(),
      byHand: z.boolean().nullable().default(false),
      atMs: z.number(),
    })
    .nullable(),
});

/** The last run of one service as a process, kept in a file so that a madre that was killed finds what it started. */
export type RunRecord = Readonly<z.infer<typeof runRecord>>;

/** Replaced as a whole: a reader sees the old record or the new one. */
export function writeRunRecord(folder: string, service: string, record: RunRecord): void {
  makePrivateFolder(folder);
  replaceFile(join(folder, `${service}.json`), JSON.stringify(record));
}

export function removeRunRecord(folder: string, service: string): void {
  rmSync(join(folder, `${service}.json`), { force: true });
}

export function readRunRecords(folder: string): ReadonlyMap<string, RunRecord> {
  return readRecordFiles(folder, '.json', (data) => runRecord.safeParse(data).data);
}
