import { join } from 'node:path';
import type { Clock } from '../../../platform/clock.ts';
import type { Logger } from '../../../platform/log.ts';
import { newCorrelationId } from '../../../platform/request-context.ts';
import { takeLock } from '../../../platform/store/exclusive-lock.ts';
import type { GuardedPower, GuardedService } from './watch/heartbeat-content.ts';
import type { WhyOverdue } from './stops/overdue-services.ts';
import { appendStopNote } from './stops/stop-notes.ts';
import { openStopper, type Stopper } from './stops/stopper.ts';

/** Held by a sentinel only while it stops something, and by madre while she reads what it stopped; one that starts waits for its end. */
export const SENTINEL_LOCK = 'sentinel.lock';

/**
 * Stops what of these services runs, level after level. Looks before each stop whether madre is still silent: what she looks after
 * again is left to her. Each stop is noted for her. Resolves with the names of those that may still run; one that does not stop does not keep the others.
 */
export async function takeOver(
  due: readonly (readonly GuardedService[])[],
  options: TakeOverOptions & { readonly power: GuardedPower },
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
      for (const level of due) {
        // She waits for no more than the stops that are under way.
        const ended = options.isSilent()
          ? await Promise.all(level.map((service) => end(stopper, service, options, signal)))
          : level.map(({ name }) => [name]);
        left.push(...ended.flat());
      }
      return left;
    } finally {
      await stopper.close();
    }
  } finally {
    lock.release();
  }
}

interface TakeOverOptions {
  readonly dataDir: string;
  readonly why: (service: GuardedService) => WhyOverdue;
  readonly isSilent: () => boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

async function end(
  stopper: Stopper,
  service: GuardedService,
  options: TakeOverOptions,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { name } = service;
  const { isSilent, log } = options;
  try {
    if (!(await stopper.isRunning(service, signal))) return [];
    if (!isSilent()) return [name];
    await stopper.stop(service, signal);
    log.warn({ service: name }, 'stopped: madre is away and no window holds it any more');
    note(service, options);
    return [];
  } catch (error) {
    signal.throwIfAborted();
    log.warn({ err: error, service: name }, 'did not stop; it is tried again');
    return [name];
  }
}

/** It is stopped all the same: a full disk must not make it look as if it still ran. */
function note(service: GuardedService, { dataDir, why, clock, log }: TakeOverOptions): void {
  const { rule, correlationId = newCorrelationId() } = why(service);
  try {
    appendStopNote(dataDir, { service: service.name, at: clock.now(), rule, correlationId });
  } catch (error) {
    log.warn({ err: error, service: service.name }, 'the stop was not noted for madre');
  }
}
