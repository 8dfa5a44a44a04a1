import { join } from 'node:path';
import type { Clock } from '../../../../platform/clock.ts';
import type { Logger } from '../../../../platform/log.ts';
import { takeLock } from '../../../../platform/store/exclusive-lock.ts';
import type { Services } from '../../services/services.ts';
import { forgetStopNotes, hasStopNotes, readStopNotes } from './stop-notes.ts';
import { SENTINEL_LOCK } from '../take-over.ts';

/** A madre that was paused may not know that somebody stood in for her: so she looks again and again. */
const LOOK_MS = 5_000;
const SENTINEL = 'sentinel';

interface ToldTo {
  readonly dataDir: string;
  readonly services: Services;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Looks from time to time from now on. Its close resolves when no look is under way. */
export function keepTellingStops(options: ToldTo): { idle(): Promise<void>; close(): Promise<void> } {
  const { clock } = options;
  let cancel: () => void = () => undefined;
  let looking = Promise.resolve();
  const lookLater = (): void => {
    cancel = clock.after(LOOK_MS, () => {
      lookLater();
      looking = looking.then(() => tellStops(options));
    });
  };
  lookLater();
  return {
    idle: () => looking,
    close() {
      cancel();
      return looking;
    },
  };
}

/**
 * Notes in the records and in the audit log what a sentinel stopped while madre was away. Never rejects: what could not be noted is
 * noted at the next look, and what was is not noted twice.
 */
export async function tellStops({ dataDir, services, log }: ToldTo): Promise<void> {
  if (!hasStopNotes(dataDir)) return;
  try {
    // A sentinel that writes just now is left to it.
    const lock = await takeLock(join(dataDir, SENTINEL_LOCK));
    if (lock === undefined) return;
    try {
      for (const { service, ...stop } of readStopNotes(dataDir))
        await services.noteStop(service, { ...stop, by: SENTINEL }, SENTINEL);
      forgetStopNotes(dataDir);
    } finally {
      lock.release();
    }
  } catch (error) {
    log.warn({ err: error }, 'what a sentinel stopped was not noted; it is tried again');
  }
}
