import type { ServiceState, Window } from '../../client/index.ts';
import { milliseconds } from '../terminal/time-words.ts';

/** One service on its way; instants in milliseconds of the wall clock. */
export interface Starting {
  readonly name: string;
  readonly state: ServiceState;
  readonly since: number;
  readonly startedAt: number | undefined;
  readonly readyAt: number | undefined;
  /** Half of its past starts took no longer. */
  readonly usuallyMs: number | undefined;
}

/** Open, or over: nothing more is waited for. */
export function isSettled({ state }: Pick<Window, 'state'>): boolean {
  return state !== 'QUEUED' && state !== 'OPENING';
}

/** `starting 2 of 3 · hermes 1.4 s of usually 2.1 s`. */
export function progressOf(
  window: Pick<Window, 'state' | 'queuePosition' | 'closure'>,
  services: readonly Starting[],
  now: number,
): string {
  if (window.state === 'QUEUED') return `waiting for memory · place ${window.queuePosition ?? '?'}`;
  const total = window.closure.length;
  const ready = services.filter(({ state }) => state === 'READY').length;
  const busy = services.find(({ state }) => state === 'STARTING');
  const place = `starting ${Math.min(ready + 1, total)} of ${total}`;
  if (busy === undefined) return place;
  const usually = busy.usuallyMs === undefined ? '' : ` of usually ${milliseconds(busy.usuallyMs)}`;
  return `${place} · ${busy.name} ${milliseconds(Math.max(0, now - busy.since))}${usually}`;
}

/** A line for logs when a service moves on; undefined where there is nothing to say. */
export function noteOf(before: Starting | undefined, now: Starting): string | undefined {
  if (before === undefined || before.state === now.state) return undefined;
  const took =
    now.readyAt === undefined || now.startedAt === undefined
      ? ''
      : ` after ${milliseconds(now.readyAt - now.startedAt)}`;
  return `${now.name} is ${now.state}${took}`;
}
