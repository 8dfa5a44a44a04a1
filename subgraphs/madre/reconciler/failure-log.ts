import type { Clock } from '../../../platform/clock.ts';
import type { Logger } from '../../../platform/log.ts';
import { writeFailureOf } from '../../../platform/store/write-failure.ts';

const PAUSE_MS = 1_000;
/** Space on a disk does not come back at once, and what needs no write is done already. */
const WRITE_PAUSE_MS = 5_000;
const QUIET_MS = 10_000;

/** Logs what failed and is tried again, and returns the milliseconds until then. A store that cannot be written is told of once per 10 s. */
export function createFailureLog({ clock, log }: { readonly clock: Clock; readonly log: Logger }) {
  let toldAt = -Infinity;
  return (error: unknown, facts: Readonly<Record<string, unknown>>, what: string): number => {
    const isWrite = writeFailureOf(error) !== undefined;
    if (!isWrite || clock.monotonic() - toldAt >= QUIET_MS) log.error({ err: error, ...facts }, what);
    if (isWrite && clock.monotonic() - toldAt >= QUIET_MS) toldAt = clock.monotonic();
    return isWrite ? WRITE_PAUSE_MS : PAUSE_MS;
  };
}
