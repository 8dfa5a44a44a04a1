import { limitTime, type TimeLimit } from '../../client/time-limit.ts';
import type { Session } from '../session.ts';

/** Aborts with the session, or with TIMED_OUT. */
export function limitWait({ clock, signal }: Session, limitSec: number, what: string): TimeLimit {
  return limitTime(clock, limitSec * 1_000, what, [signal]);
}
