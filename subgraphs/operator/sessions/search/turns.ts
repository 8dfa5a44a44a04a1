import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Long work is done in pieces, each in a turn of its own: of all that is under way one piece is done in each turn of the event loop,
 * and whatever else waits is done between them. A turn is waited for no longer than the pieces before it take. Rejects with the reason
 * of the signal once that is aborted.
 */
export type TakeTurn = (signal: AbortSignal) => Promise<void>;

export function createTurns(): TakeTurn {
  let last = Promise.resolve();
  return async (signal) => {
    last = last.then(() => nextTurn());
    await last;
    signal.throwIfAborted();
  };
}
