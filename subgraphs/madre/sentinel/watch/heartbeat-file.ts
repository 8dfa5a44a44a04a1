import { readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const guardedService = z.object({
  name: z.string(),
  dependsOn: z.array(z.string()),
  stopGraceSec: z.number(),
  /** Its compose service, where it has a container. */
  dockerService: z.string().nullable(),
  startedByHand: z.enum(['stop', 'adopt', 'ignore']),
});

const heartbeat = z.object({
  madrePid: z.int(),
  /** Of the sentinel that madre started last; one with another id ends. Null where she started none. */
  sentinelId: z.string().nullable(),
  graceSec: z.number().positive(),
  /** Her last word, after she has seen to what ran. */
  isClosed: z.boolean(),
  /** What there is to stop, and with which runtime; null until madre knows. */
  power: z
    .object({
      runtime: z.enum(['DOCKER', 'PROCESS']),
      composeProject: z.string(),
      dockerHost: z.string().nullable(),
      dockerCertPath: z.string().optional(),
      services: z.array(guardedService),
    })
    .nullable(),
});

/** What madre tells a sentinel: by the file's time that she lives, by its content what she looks after. */
export type Heartbeat = z.infer<typeof heartbeat>;
export type GuardedPower = NonNullable<Heartbeat['power']>;
export type GuardedService = z.infer<typeof guardedService>;

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
  writeFileSync(`${file}.new`, JSON.stringify(content), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Written anew where somebody removed or changed it. */
export function touchHeartbeat(dataDir: string, content: Heartbeat, at: Date): void {
  if (textIn(dataDir) !== JSON.stringify(content)) writeHeartbeat(dataDir, content);
  utimesSync(fileIn(dataDir), at, at);
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
    return heartbeat.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
