import { appendFileSync, existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const stopNote = z.object({
  service: z.string(),
  /** Milliseconds since the epoch. */
  at: z.number(),
  /** TTL_EXPIRED: of the window that it names; SENTINEL: no window held it. */
  rule: z.enum(['TTL_EXPIRED', 'SENTINEL']),
  correlationId: z.string(),
});

/** What a sentinel stopped, for madre to tell when she is back. */
type StopNote = Readonly<z.infer<typeof stopNote>>;

/** Some hundreds of stops; a madre who stays away for longer misses the later ones. */
const LIMIT_BYTES = 65_536;

/** For the holder of the sentinel's lock, as all of these are. */
export function appendStopNote(dataDir: string, note: StopNote): void {
  const file = fileIn(dataDir);
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const line = `${JSON.stringify(note)}\n`;
  if (size + line.length <= LIMIT_BYTES) appendFileSync(file, line, { mode: 0o600 });
}

export function hasStopNotes(dataDir: string): boolean {
  return existsSync(fileIn(dataDir));
}

/** Oldest first; what is not understood, as a line that a power cut left unfinished, is left out. */
export function readStopNotes(dataDir: string): readonly StopNote[] {
  const lines = readFileSync(fileIn(dataDir), 'utf8').split('\n');
  return lines.flatMap((line) => parse(line) ?? []);
}

export function forgetStopNotes(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true });
}

function fileIn(dataDir: string): string {
  return join(dataDir, 'sentinel.stops');
}

function parse(line: string): StopNote | undefined {
  try {
    return stopNote.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
