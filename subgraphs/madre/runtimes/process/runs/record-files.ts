import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The records of a folder by service, of the files that end in `suffix`. One that cannot be read or parsed is as good as none. */
export function readRecordFiles<Record>(
  folder: string,
  suffix: string,
  parse: (data: unknown) => Record | undefined,
): ReadonlyMap<string, Record> {
  const records = new Map<string, Record>();
  for (const entry of filesIn(folder)) {
    const record = entry.endsWith(suffix) ? readRecord(join(folder, entry), parse) : undefined;
    if (record !== undefined) records.set(entry.slice(0, -suffix.length), record);
  }
  return records;
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readRecord<Record>(file: string, parse: (data: unknown) => Record | undefined): Record | undefined {
  try {
    return parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}
