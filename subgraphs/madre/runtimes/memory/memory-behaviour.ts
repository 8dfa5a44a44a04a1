import type { StartRefused } from '../runtime.ts';

/** How one service of the memory world takes what is asked of it. A call that hangs never settles and changes nothing. */
export interface MemoryBehaviour {
  /** From the ask until it runs. */
  readonly startMs: number;
  /** From running until its probe succeeds; null: never. */
  readonly readyMs: number | null;
  /** From the ask until it is gone, whoever asked. */
  readonly stopMs: number;
  readonly start: 'works' | 'fails' | 'hangs' | StartRefused['reason'];
  readonly stop: 'works' | 'fails' | 'hangs';
  readonly observe: 'works' | 'fails' | 'hangs';
  /** A start inside our own stop waits for its end, or, as Docker's engine does, succeeds at once and is taken by the stop. */
  readonly startInsideStop: 'waits' | 'is-lost';
  /** Ends by itself so long after it began to run; null: never. */
  readonly endsAfterMs: number | null;
  /** An end that was not our own stop is observed, and hinted at, only so long after it. */
  readonly endSeenAfterMs: number;
}

export const obedient: MemoryBehaviour = {
  startMs: 0,
  readyMs: 0,
  stopMs: 0,
  start: 'works',
  stop: 'works',
  observe: 'works',
  startInsideStop: 'waits',
  endsAfterMs: null,
  endSeenAfterMs: 0,
};

export async function obey(order: 'works' | 'fails' | 'hangs', message: string): Promise<void> {
  if (order === 'fails') throw new Error(message);
  if (order === 'hangs') await new Promise<never>(() => undefined);
}
