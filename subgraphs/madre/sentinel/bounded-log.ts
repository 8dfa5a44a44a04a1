import { appendFileSync, renameSync, statSync } from 'node:fs';

/** A log file that is never longer than the limit, with one older file beside it. A line that cannot be written is lost. */
export function boundedLog(file: string, limitBytes: number): { write(line: string): void } {
  return {
    write(line) {
      try {
        if (sizeOf(file) + line.length > limitBytes) renameSync(file, `${file}.1`);
        appendFileSync(file, line, { mode: 0o600 });
      } catch {
        // A full disk must keep nobody from stopping.
      }
    },
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
