import type { WindowRowFragment } from '../generated/graphql.ts';

type Window = Pick<WindowRowFragment, 'id' | 'state' | 'createdAt' | 'openedAt' | 'deadline' | 'closedAt'>;

export interface ChartBar {
  readonly id: string;
  /** 0 to 1 of the chart's width. */
  readonly from: number;
  readonly to: number;
  /** What of it lies ahead. */
  readonly planned: { readonly from: number; readonly to: number } | null;
}

export interface Chart {
  readonly fromMs: number;
  readonly toMs: number;
  readonly now: number;
  readonly bars: readonly ChartBar[];
}

const SHORTEST_MS = 10 * 60_000;
/** What began longer ago is cut at the left edge. */
const LONGEST_PAST_MS = 6 * 3_600_000;
const SMALLEST = 0.004;

/** Windows along one axis of time: what was, and what is planned until its deadline. */
export function chartOf(windows: readonly Window[], nowMs: number): Chart {
  const begins = windows.map((window) => Date.parse(window.createdAt));
  const ends = windows.map((window) => endMs(window, nowMs));
  const fromMs = Math.max(Math.min(nowMs - SHORTEST_MS, ...begins), nowMs - LONGEST_PAST_MS);
  const toMs = Math.max(nowMs + SHORTEST_MS / 2, ...ends);
  const at = (ms: number): number => Math.min(1, Math.max(0, (ms - fromMs) / (toMs - fromMs)));
  const bars = windows
    .filter((window) => endMs(window, nowMs) > fromMs)
    .map((window) => {
      const from = at(Date.parse(window.createdAt));
      const end = endMs(window, nowMs);
      const to = Math.max(from + SMALLEST, at(Math.min(end, nowMs)));
      const planned = end > nowMs && !isEnding(window) ? { from: to, to: at(end) } : null;
      return { id: window.id, from, to, planned };
    });
  return { fromMs, toMs, now: at(nowMs), bars };
}

/** Its deadline plans nothing any more. It may have closed after the instant that is drawn as now. */
function isEnding({ state, closedAt }: Window): boolean {
  return state === 'CLOSING' || closedAt !== null;
}

/** A window without a deadline is drawn until now. */
function endMs(window: Window, nowMs: number): number {
  if (window.closedAt) return Date.parse(window.closedAt);
  if (isEnding(window)) return nowMs;
  return window.deadline ? Math.max(nowMs, Date.parse(window.deadline)) : nowMs;
}
