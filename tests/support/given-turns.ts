import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TakeTurn } from '../../subgraphs/operator/sessions/search/turns.ts';

export interface GivenTurns {
  readonly takeTurn: TakeTurn;
  /** How many wait for one. */
  readonly waiting: number;
  /** To who waits longest; resolves when that has done its piece. */
  give(): Promise<void>;
}

/** Turns that come when the test says so. */
export function givenTurns(): GivenTurns {
  const waiting = new Set<() => void>();
  return {
    async takeTurn(signal) {
      await new Promise<void>((resolve, reject) => {
        waiting.add(resolve);
        const leave = (): void => {
          waiting.delete(resolve);
          reject(signal.reason as Error);
        };
        signal.addEventListener('abort', leave, { once: true });
      });
    },
    get waiting() {
      return waiting.size;
    },
    async give() {
      // Whoever is to take the turn asks for it within microtasks.
      await nextTurn();
      const [next] = waiting;
      if (next !== undefined) waiting.delete(next);
      next?.();
      await nextTurn();
    },
  };
}
