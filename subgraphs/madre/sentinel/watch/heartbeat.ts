import type { Clock } from '../../../../platform/clock.ts';
import type { Logger } from '../../../../platform/log.ts';
import type { Heartbeat } from './heartbeat-content.ts';
import { readHeartbeat, removeHeartbeat, touchHeartbeat, writeHeartbeat } from './heartbeat-file.ts';

/** madre's side of the heartbeat: beats from when it was made until it is closed. */
export interface OwnHeartbeat {
  /** Throws where it cannot be written. */
  tell(change: Pick<Heartbeat, 'sentinelId'> | Pick<Heartbeat, 'power'>): void;
  /** The last word where madre ends in order; else it only falls silent. Idempotent. */
  close(options: { readonly inOrder: boolean }): void;
}

const BEAT_FAILED =
  'what the heartbeat says is old and cannot be written; a sentinel goes by it, and by its time where that can be set';
const LONGEST_BEAT_MS = 5_000;
/** So many may come late before anybody takes madre for gone. */
const BEATS_IN_GRACE = 3;

export function startHeartbeat(options: {
  readonly dataDir: string;
  readonly graceSec: number;
  readonly clock: Clock;
  readonly log: Logger;
}): OwnHeartbeat {
  const { dataDir, graceSec, clock, log } = options;
  const everyMs = Math.min(LONGEST_BEAT_MS, (graceSec * 1_000) / BEATS_IN_GRACE);
  // The sentinel of an earlier madre goes on with what that one told, until there is better.
  const { sentinelId = null, power = null } = readHeartbeat(dataDir)?.content ?? {};
  let content: Heartbeat = { madrePid: process.pid, sentinelId, graceSec, isClosed: false, power };
  let cancel: () => void = () => undefined;
  let isOpen = true;

  function say(change: Partial<Heartbeat>): void {
    content = { ...content, ...change };
    writeHeartbeat(dataDir, content);
  }

  let failed = false;

  /** Tells of trouble when it begins, not at each beat. */
  function beat(): void {
    try {
      touchHeartbeat(dataDir, content, new Date(clock.now()));
      if (failed) log.info('the heartbeat is written again');
      failed = false;
    } catch (error) {
      if (!failed) log.warn({ err: error }, BEAT_FAILED);
      failed = true;
    }
  }

  function beatLater(): void {
    cancel = clock.after(everyMs, () => {
      beat();
      beatLater();
    });
  }

  function sayLast(): void {
    try {
      say({ isClosed: true });
    } catch (error) {
      log.warn({ err: error }, 'the last heartbeat was not written: it is removed instead');
      removeHeartbeat(dataDir);
    }
  }

  say({});
  beatLater();
  return {
    tell: say,
    close({ inOrder }) {
      if (!isOpen) return;
      isOpen = false;
      cancel();
      if (inOrder) sayLast();
    },
  };
}
