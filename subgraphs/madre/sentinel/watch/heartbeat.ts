import type { Clock } from '../../../../platform/clock.ts';
import type { Logger } from '../../../../platform/log.ts';
import { readHeartbeat, touchHeartbeat, writeHeartbeat, type Heartbeat } from './heartbeat-file.ts';

/** madre's side of the heartbeat: beats from when it was made until it is closed. */
export interface OwnHeartbeat {
  /** Throws where it cannot be written. */
  tell(change: Pick<Heartbeat, 'sentinelId'> | Pick<Heartbeat, 'power'>): void;
  /** The last word where madre ends in order; else it only falls silent. Idempotent. */
  close(options: { readonly inOrder: boolean }): void;
}

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

  function beatLater(): void {
    cancel = clock.after(everyMs, () => {
      try {
        touchHeartbeat(dataDir, content, new Date(clock.now()));
      } catch (error) {
        log.warn({ err: error }, 'the heartbeat was not written: a sentinel may take madre for gone');
      }
      beatLater();
    });
  }

  say({});
  beatLater();
  return {
    tell: say,
    close({ inOrder }) {
      if (!isOpen) return;
      isOpen = false;
      cancel();
      if (inOrder) say({ isClosed: true });
    },
  };
}
