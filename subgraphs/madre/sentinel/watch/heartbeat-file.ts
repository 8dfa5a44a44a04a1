import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHeartbeat, type Heartbeat } from './heartbeat-content.ts';

export interface SeenHeartbeat {
  /** Another one after each beat. */
  readonly mark: string;
  /** Undefined where it is not understood, as after an update. */
  readonly content: Heartbeat | undefined;
}

/** Undefined where there is none: madre never ran here. */
export function readHeartbeat(dataDir: string): SeenHeartbeat | undefined {
  try {
    const file = fileIn(dataDir);
    const { mtimeMs, ino } = statSync(file);
    return { mark: `${ino} ${mtimeMs}`, content: parse(readFileSync(file, 'utf8')) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Replaced as a whole: a reader sees the old one or the new one. */
export function writeHeartbeat(dataDir: string, content: Heartbeat): void {
  const file = fileIn(dataDir);
  const next = `${file}.new`;
  try {
    writeFileSync(next, JSON.stringify(content), { mode: 0o600 });
    renameSync(next, file);
  } catch (error) {
    // What was written of it takes room that is lacking.
    rmSync(next, { force: true });
    throw error;
  }
}

/**
 * Written anew where it does not say this. Where that cannot be written, as on a full disk, what it says stays and beats all the
 * same, and then this throws.
 */
export function touchHeartbeat(dataDir: string, content: Heartbeat, at: Date): void {
  try {
    if (textIn(dataDir) !== JSON.stringify(content)) writeHeartbeat(dataDir, content);
  } finally {
    utimesSync(fileIn(dataDir), at, at);
  }
}

/** Says that madre closed in order, also where nothing can be written any more. */
export function removeHeartbeat(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true });
}

function textIn(dataDir: string): string | undefined {
  try {
    return readFileSync(fileIn(dataDir), 'utf8');
  } catch {
    return undefined;
  }
}

function fileIn(dataDir: string): string {
  return join(dataDir, 'madre.heartbeat');
}

function parse(text: string): Heartbeat | undefined {
  try {
    return parseHeartbeat(JSON.parse(text));
  } catch {
    return undefined;
  }
}
