import type { Clock } from '../../../../platform/clock.ts';
import type { Logger } from '../../../../platform/log.ts';
import type { Heartbeat } from './heartbeat-content.ts';
import { readHeartbeat } from './heartbeat-file.ts';
import { nextSilence, type Silence } from './silence.ts';

export interface MadreLook {
  /** As she last told, or undefined before the first time. */
  readonly told: Heartbeat | undefined;
  /** She closed in order, or there is none. */
  readonly isClosed: boolean;
  /** Silent for longer than her grace. */
  readonly isAway: boolean;
  /** She beat since the last look. */
  readonly hasBeaten: boolean;
  /** Looks once more: whether she is as silent as she was at this look. */
  isStillSilent(): boolean;
  /** Until the next look. */
  readonly everyMs: number;
}

const LOOK_MS = 1_000;

/** Each call looks at the heartbeat once; nobody is told. */
export function createMadreWatch(options: {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Logger;
}): () => MadreLook {
  const { dataDir, clock, log } = options;
  let told: Heartbeat | undefined;
  let silence: Silence | undefined;
  let isAway = false;

  return () => {
    const beat = readHeartbeat(dataDir);
    told = beat?.content ?? told;
    // Before she has told her grace nothing is known that could be stopped.
    const graceMs = told === undefined ? Infinity : told.graceSec * 1_000;
    const everyMs = Math.min(LOOK_MS, graceMs / 4);
    const mark = beat?.mark;
    const hasBeaten = mark !== undefined && silence?.mark !== mark;
    silence = nextSilence(silence, { mark, now: clock.monotonic(), everyMs });
    const isAwayNow = silence.silentMs >= graceMs;
    if (isAwayNow !== isAway)
      log.warn(
        { madrePid: told?.madrePid },
        isAwayNow ? 'madre is silent: overdue services are stopped' : 'madre is back',
      );
    isAway = isAwayNow;
    const isStillSilent = (): boolean => readHeartbeat(dataDir)?.mark === mark;
    return {
      told,
      isClosed: beat === undefined || told?.isClosed === true,
      isAway,
      hasBeaten,
      isStillSilent,
      everyMs,
    };
  };
}
