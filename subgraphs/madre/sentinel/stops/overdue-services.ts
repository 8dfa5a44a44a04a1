import { closureOf } from '../../closure.ts';
import { desiredServices } from '../../reconciler/desired-services.ts';
import { isLive, type WindowRecord } from '../../windows/record/window-record.ts';
import type { GuardedService } from '../watch/heartbeat-content.ts';

export interface GuardedWindow extends Pick<WindowRecord, 'state' | 'closure' | 'correlationId'> {
  /** Milliseconds; null for mode HOLD. */
  readonly leftMs: number | null;
}

/**
 * What must not run while madre is away, in the order to stop it: what depends on others first. What a window with a deadline in
 * the future holds, or one without a deadline, is never in it. What was started by hand, and the catalog says to adopt or to
 * ignore, is in it only where a window that is over held it.
 */
export function overdueServices(
  services: readonly GuardedService[],
  windows: readonly GuardedWindow[],
): readonly (readonly GuardedService[])[] {
  const desired = desiredServices(windows.filter((window) => !isOver(window)));
  const released = new Set(windows.filter(isOver).flatMap(({ closure }) => closure));
  const due = services.filter(
    ({ name, startedByHand }) => !desired.has(name) && (startedByHand === 'stop' || released.has(name)),
  );
  const byName = new Map(services.map((service) => [service.name, service]));
  const levels = closureOf(
    byName,
    due.map(({ name }) => name),
  );
  return levels
    .map((level) => due.filter(({ name }) => level.includes(name)))
    .filter((level) => level.length > 0)
    .reverse();
}

/** Whether time alone will give something to stop. */
export function hasDeadlineAhead(windows: readonly GuardedWindow[]): boolean {
  return windows.some((window) => isLive(window) && window.leftMs !== null && window.leftMs > 0);
}

/** The window whose deadline passed, of those that held it; else nothing did. */
export function whyOverdue(name: string, windows: readonly GuardedWindow[]): WhyOverdue {
  const expired = windows.filter(
    ({ closure, leftMs }) => closure.includes(name) && leftMs !== null && leftMs <= 0,
  );
  const last = expired.toSorted((a, b) => (b.leftMs ?? 0) - (a.leftMs ?? 0))[0];
  return last === undefined
    ? { rule: 'SENTINEL', correlationId: undefined }
    : { rule: 'TTL_EXPIRED', correlationId: last.correlationId };
}

export interface WhyOverdue {
  readonly rule: 'TTL_EXPIRED' | 'SENTINEL';
  /** Of the window behind it. */
  readonly correlationId: string | undefined;
}

function isOver(window: GuardedWindow): boolean {
  return window.state === 'CLOSING' || (isLive(window) && window.leftMs !== null && window.leftMs <= 0);
}
