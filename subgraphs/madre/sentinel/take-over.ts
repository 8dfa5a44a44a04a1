import { join } from 'node:path';
import type { Clock } from '../../../platform/clock.ts';
import type { Logger } from '../../../platform/log.ts';
import { takeLock } from '../../../platform/store/exclusive-lock.ts';
import type { GuardedPower, GuardedService } from './heartbeat-file.ts';
import { openStopper, type Stopper } from './stopper.ts';

/** Held by a sentinel only while it stops something; a madre that starts waits for its end. */
export const SENTINEL_LOCK = 'sentinel.lock';

/**
 * Stops what of these services runs, level after level. Looks before each stop whether madre is still silent: what she looks after
 * again is left to her. Resolves with the names of those that may still run; one that does not stop does not keep the others.
 */
export async function takeOver(
  due: readonly (readonly GuardedService[])[],
  options: {
    readonly dataDir: string;
    readonly power: GuardedPower;
    readonly isSilent: () => boolean;
    readonly clock: Clock;
    readonly log: Logger;
  },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const lock = await takeLock(join(options.dataDir, SENTINEL_LOCK));
  const everything = due.flat().map(({ name }) => name);
  // Another sentinel is at it.
  if (lock === undefined) return everything;
  try {
    const stopper = await openStopper(options.power, options);
    try {
      const left: string[] = [];
      for (const level of due)
        left.push(
          ...(await Promise.all(level.map((service) => end(stopper, service, options, signal)))).flat(),
        );
      return left;
    } finally {
      await stopper.close();
    }
  } finally {
    lock.release();
  }
}

async function end(
  stopper: Stopper,
  service: GuardedService,
  { isSilent, log }: { readonly isSilent: () => boolean; readonly log: Logger },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { name } = service;
  try {
    if (!(await stopper.isRunning(service, signal))) return [];
    if (!isSilent()) return [name];
    await stopper.stop(service, signal);
    log.warn({ service: name }, 'stopped: madre is away and no window holds it any more');
    return [];
  } catch (error) {
    signal.throwIfAborted();
    log.warn({ err: error, service: name }, 'did not stop; it is tried again');
    return [name];
  }
}
