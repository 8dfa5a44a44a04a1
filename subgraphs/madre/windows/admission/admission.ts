import type { OnBusy } from '../../../../schema/generated/madre.ts';
import { isLive, type WindowRecord } from '../record/window-record.ts';
import { MOST_QUEUED, queueOrder } from './window-queue.ts';

/** What becomes of a window that asks for memory. */
export type Admission =
  /** It opens once the windows in `evicts` were ended; without PREEMPT there are none. */
  | { readonly outcome: 'ADMIT'; readonly evicts: readonly WindowRecord[] }
  /** It waits, at this place from 1. */
  | { readonly outcome: 'QUEUE'; readonly position: number }
  | { readonly outcome: 'REFUSE'; readonly message: string };

export interface AdmissionRequest {
  readonly priority: number;
  readonly onBusy: OnBusy;
  /** What would be reserved for each service of its closure. */
  readonly memoryMb: Readonly<Record<string, number>>;
}

export interface MemoryFacts {
  /** What live windows may reserve together; unlimited when undefined. */
  readonly budgetMb: number | undefined;
  /** Stands in where a window of an earlier version recorded nothing. */
  readonly memoryOf: (service: string) => number;
  /** All unfinished ones, oldest first. */
  readonly windows: readonly WindowRecord[];
}

type Reserving = Pick<WindowRecord, 'closure' | 'memoryMb'>;

/** Nobody who waits is overtaken by somebody who does not outrank him, unless that one needs no memory of its own. */
export function admit(request: AdmissionRequest, facts: MemoryFacts): Admission {
  const { budgetMb, memoryOf, windows } = facts;
  if (budgetMb === undefined) return { outcome: 'ADMIT', evicts: [] };
  const asked = { closure: Object.keys(request.memoryMb), memoryMb: request.memoryMb };
  const reserved = (others: readonly Reserving[]): number => reservedMb(others, memoryOf);
  const alone = reserved([asked]);
  if (alone > budgetMb) {
    const message = `live windows may reserve ${budgetMb} MB together, this one alone needs ${alone} MB`;
    return { outcome: 'REFUSE', message };
  }
  const live = windows.filter(isLive);
  const liveMb = reserved(live);
  const total = reserved([...live, asked]);
  const ahead = queueOrder(windows).filter(({ priority }) => priority >= request.priority);
  const isInTurn = ahead.length === 0 || total === liveMb;
  if (isInTurn && total <= budgetMb) return { outcome: 'ADMIT', evicts: [] };
  // The budget or the catalog was changed since they opened.
  const already = liveMb > budgetMb ? `and reserve ${liveMb} MB already, ` : '';
  const problem = isInTurn
    ? `live windows may reserve ${budgetMb} MB together, ${already}with this one it were ${total} MB`
    : `${ahead.length} window(s) of at least its priority wait for memory already, of which there are ${budgetMb} MB`;
  switch (request.onBusy) {
    case 'REJECT':
      return { outcome: 'REFUSE', message: problem };
    case 'QUEUE':
      return queue(ahead.length, windows);
    case 'PREEMPT': {
      const fits = (others: readonly Reserving[]): boolean => reserved([...others, asked]) <= budgetMb;
      const evicts = isInTurn ? findEvictions(request.priority, live, fits) : undefined;
      if (evicts !== undefined) return { outcome: 'ADMIT', evicts };
      const message = `${problem}; ending every window of a lower priority would not make room`;
      return { outcome: 'REFUSE', message: isInTurn ? message : problem };
    }
  }
}

/** A service that several windows hold counts once, with the most that was recorded for it. */
export function reservedMb(windows: readonly Reserving[], memoryOf: MemoryFacts['memoryOf']): number {
  const most = new Map<string, number>();
  for (const { closure, memoryMb } of windows)
    for (const name of closure)
      most.set(name, Math.max(most.get(name) ?? 0, memoryMb[name] ?? memoryOf(name)));
  return [...most.values()].reduce((total, each) => total + each, 0);
}

function queue(ahead: number, windows: readonly WindowRecord[]): Admission {
  const waiting = queueOrder(windows).length;
  return waiting < MOST_QUEUED
    ? { outcome: 'QUEUE', position: ahead + 1 }
    : { outcome: 'REFUSE', message: `${waiting} windows wait for memory already, the most that may` };
}

/** Of lower priority only, lowest and then youngest first, and none without need; undefined where all of them are not enough. */
function findEvictions(
  priority: number,
  live: readonly WindowRecord[],
  fits: (others: readonly WindowRecord[]) => boolean,
): readonly WindowRecord[] | undefined {
  const candidates = live
    .filter((window) => window.priority < priority && window.origin !== 'policy')
    .toReversed()
    .toSorted((a, b) => a.priority - b.priority);
  const without = (evicted: readonly WindowRecord[]): readonly WindowRecord[] =>
    live.filter((window) => !evicted.includes(window));
  const enough = candidates.findIndex((_last, index) => fits(without(candidates.slice(0, index + 1))));
  if (enough < 0) return undefined;
  let evicted: readonly WindowRecord[] = candidates.slice(0, enough + 1);
  for (const window of evicted.toReversed()) {
    const fewer = evicted.filter((each) => each !== window);
    if (fits(without(fewer))) evicted = fewer;
  }
  return evicted;
}
