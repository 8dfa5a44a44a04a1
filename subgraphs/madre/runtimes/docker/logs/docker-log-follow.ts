import type { Clock } from '../../../../../platform/clock.ts';
import type { Bell } from '../../bell.ts';
import { isUp, runOf } from '../engine/docker-answers.ts';
import type { ContainerInspection, DockerEngine } from '../engine/docker-engine.ts';
import { logFrameReader } from './docker-log-frames.ts';
import { linePlacer, linesAfter, parsePlace, STREAMS_APART_MS, type LogPlace } from './docker-log-place.ts';
import type { RuntimeLogLine } from '../../runtime.ts';

/** Without an event that tells of it, a restart is seen within this time. */
const LOOK_MS = 1_000;

export interface FollowedContainer {
  readonly clock: Clock;
  readonly engine: DockerEngine;
  /** Undefined while the service has no container. */
  readonly inspect: (signal: AbortSignal) => Promise<ContainerInspection | undefined>;
  /** Rings when something may have happened to it. */
  readonly changed: Bell;
}

/** What is stored after the line with the cursor, or all of it, over restarts of the container and over new ones in its place. */
export async function* followContainerLog(
  container: FollowedContainer,
  after: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<RuntimeLogLine, void> {
  let cursor = after;
  let run: ContainerInspection | undefined;
  try {
    for (;;) {
      run = await nextRun(container, run, signal);
      for await (const line of linesOf(container.engine, run, parsePlace(cursor ?? ''), signal)) {
        cursor = line.cursor;
        yield line;
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** The engine ends the log when the container stops: it is looked at again once it was started since, or while it runs. */
async function nextRun(
  { clock, inspect, changed }: FollowedContainer,
  read: ContainerInspection | undefined,
  signal: AbortSignal,
): Promise<ContainerInspection> {
  for (;;) {
    signal.throwIfAborted();
    const now = await inspect(signal);
    if (now !== undefined && (read === undefined || runOf(now) !== runOf(read))) return now;
    await changed.next(signal, clock, LOOK_MS);
    if (now !== undefined && isUp(now)) return now;
  }
}

async function* linesOf(
  engine: DockerEngine,
  { Id: id, Config: config }: ContainerInspection,
  after: LogPlace | undefined,
  signal: AbortSignal,
): AsyncGenerator<RuntimeLogLine, void> {
  const sinceMs = after === undefined ? undefined : Date.parse(after.stamp) - STREAMS_APART_MS;
  const read = logFrameReader(config.Tty);
  const place = linePlacer();
  const pass = linesAfter(after);
  for await (const chunk of await engine.followLogs(id, { sinceMs }, signal))
    for (const frame of read(toBuffer(chunk))) yield* pass(place(frame));
  yield* pass();
}

function toBuffer(chunk: string | Buffer): Buffer {
  return typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}
