import { renameSync, writeFileSync } from 'node:fs';

/**
 * Replaced as a whole, for its owner alone: a reader sees the old text or the new one, never a part. Not waited for until it is on the
 * disk: of what runs, and is told of here, a power cut leaves nothing either.
 */
export function replaceFile(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
