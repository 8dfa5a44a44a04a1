import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { sleep, type Clock } from '../../../platform/clock.ts';
import type { Logger } from '../../../platform/log.ts';
import { takeLock } from '../../../platform/store/exclusive-lock.ts';
import type { Journal } from '../journal/journal.ts';
import type { MadreTables } from '../journal/tables.ts';
import { isLive } from '../windows/record/window-record.ts';
import { readUnfinishedWindows } from '../windows/record/window-rows.ts';
import { startHeartbeat } from './watch/heartbeat.ts';
import type { GuardedPower } from './watch/heartbeat-content.ts';
import { readHeartbeat } from './watch/heartbeat-file.ts';
import { keepSentinel, type SentinelKeeper } from './keep-sentinel.ts';
import { noSentinel, type SentinelStatus } from './sentinel-status.ts';
import { spawnSentinel } from './spawn-sentinel.ts';
import { SENTINEL_LOCK } from './take-over.ts';

/** What stands behind madre while she lives: her heartbeat, and the sentinel that listens to it. */
export interface Guard {
  status(): SentinelStatus;
  /** What there is to stop, from now on; null: nothing. */
  tell(power: GuardedPower | null): void;
  /** From now on a sentinel runs while windows are open, unless it is run apart. Returns the end of the watching, not of the sentinel. */
  watch(madre: { readonly db: Kysely<MadreTables>; readonly journal: Journal }): () => Promise<void>;
  /**
   * `inOrder`: madre ended what her end ends. Resolves when the sentinel has ended; where something is left, as containers are that a
   * window holds, it stays, and stands in. Idempotent.
   */
  close(options: { readonly inOrder: boolean }): Promise<void>;
}

export interface GuardOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Apart: somebody else runs it, as compose does. */
  readonly sentinel: { readonly run: 'child' | 'apart'; readonly graceSec: number };
}

/** Around the grace of the stop that a sentinel is in the middle of: it looks before and gives up after, each within its own limit. */
const HAND_OVER_MARGIN_MS = 20_000;
const HAND_OVER_POLL_MS = 50;

/** Resolves when no sentinel stops anything any more: whatever runs then is madre's. */
export async function startGuard(options: GuardOptions): Promise<Guard> {
  const { sentinel, log } = options;
  const heartbeat = startHeartbeat({ ...options, graceSec: sentinel.graceSec });
  let keeper: SentinelKeeper | undefined;
  let guarded: GuardedPower | null = null;
  let hasLeft = false;
  try {
    await untilHandedOver(options);
  } catch (error) {
    heartbeat.close({ inOrder: false });
    throw error;
  }
  return {
    status() {
      if (guarded === null) return noSentinel;
      if (sentinel.run === 'apart') return APART;
      return keeper?.status() ?? { state: 'NOT_NEEDED', reason: 'madre starts' };
    },
    tell(power) {
      guarded = power;
      heartbeat.tell({ power });
    },
    watch({ db, journal }) {
      if (sentinel.run === 'apart' || guarded === null) return async () => undefined;
      const { runtime } = guarded;
      const hasWindow = async (): Promise<boolean> => (await readUnfinishedWindows(db)).some(isLive);
      const announce = (sentinelId: string): void => heartbeat.tell({ sentinelId });
      const spawn = (id: string): ChildProcess => spawnSentinel(options.dataDir, id);
      const kept = keepSentinel({ ...options, hasWindow, announce, spawn });
      keeper = kept;
      const cancel = journal.onCommit(() => kept.look());
      return async () => {
        cancel();
        // Children end with madre, containers do not.
        if (runtime === 'DOCKER') hasLeft = await kept.leave();
        else kept.stopLooking();
      };
    },
    async close({ inOrder }) {
      heartbeat.close({ inOrder: inOrder && !hasLeft });
      if (!inOrder) log.warn('madre did not close in order: a sentinel stands in for her');
      else if (hasLeft) log.info('containers run on: a sentinel stops them when their windows end');
      else await keeper?.close();
    },
  };
}

const APART: SentinelStatus = {
  state: 'APART',
  reason: 'VX11_SENTINEL is apart: whether it runs is not seen here',
};

/**
 * A sentinel in the middle of a stop is waited for, so that it cannot hit what is started next: it begins no other one once madre's
 * heart beats, and gives up within the grace of what it stops. One that is paused keeps nobody out for longer.
 */
async function untilHandedOver({ dataDir, clock, log }: GuardOptions): Promise<void> {
  const services = readHeartbeat(dataDir)?.content?.power?.services ?? [];
  const longestGraceSec = Math.max(0, ...services.map(({ stopGraceSec }) => stopGraceSec));
  const limitAt = clock.monotonic() + longestGraceSec * 1_000 + HAND_OVER_MARGIN_MS;
  for (;;) {
    const lock = await takeLock(join(dataDir, SENTINEL_LOCK));
    if (lock !== undefined) return lock.release();
    if (clock.monotonic() >= limitAt) return log.warn('a sentinel still stops something; madre goes on');
    await sleep(clock, HAND_OVER_POLL_MS, new AbortController().signal);
  }
}
