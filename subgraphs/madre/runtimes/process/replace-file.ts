import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';

/** Replaced as a whole, for its owner alone: also after a power cut a reader sees the old text or the new one, never a part. */
export function replaceFile(file: string, text: string): void {
  const next = openSync(`${file}.new`, 'w', 0o600);
  try {
    writeFileSync(next, text);
    // The rename may reach the disk before the text would.
    fsyncSync(next);
  } finally {
    closeSync(next);
  }
  renameSync(`${file}.new`, file);
}
