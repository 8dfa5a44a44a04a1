import { CodedError } from '../../../../platform/errors.ts';
import type { RequestContext } from '../../../../platform/request-context.ts';

/** Each takes its turns of the event loop, and those of all others come later by it. */
const MAX_AT_ONCE = 3;
/** As many as one request may ask for, in fields of other names. */
const MAX_WAITING_OF_ONE = 32;
const MAX_WAITING = 256;

export type Searcher = Pick<RequestContext, 'actor' | 'signal'>;

/**
 * Who searches gets one of three places, and no actor has two: further searches wait, and the actors come by turns. Runs `search` in
 * that place. Throws RATE_LIMITED where as many wait as may, and the reason of the signal where that is aborted before.
 */
export type InSearchPlace = <Found>(searcher: Searcher, search: () => Promise<Found>) => Promise<Found>;

export function createSearchPlaces(): InSearchPlace {
  const searching = new Set<string>();
  /** By the name of their actor; who comes next stands first. */
  const waiting = new Map<string, readonly (() => void)[]>();

  return async ({ actor: { name }, signal }, search) => {
    signal.throwIfAborted();
    await place(name, signal);
    try {
      return await search();
    } finally {
      searching.delete(name);
      startWhoMay();
    }
  };

  function place(actor: string, signal: AbortSignal): Promise<void> {
    const line = waiting.get(actor) ?? [];
    if (line.length >= MAX_WAITING_OF_ONE) throw tooMany('of one actor', MAX_WAITING_OF_ONE);
    if (sizeOf(waiting.values()) >= MAX_WAITING) throw tooMany('in all', MAX_WAITING);
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        const left = (waiting.get(actor) ?? []).filter((one) => one !== start);
        if (left.length === 0) waiting.delete(actor);
        else waiting.set(actor, left);
        reject(signal.reason as Error);
      };
      const start = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      signal.addEventListener('abort', leave, { once: true });
      waiting.set(actor, [...line, start]);
      startWhoMay();
    });
  }

  function startWhoMay(): void {
    for (const [actor, [start, ...later]] of [...waiting]) {
      if (searching.size >= MAX_AT_ONCE) return;
      if (start === undefined || searching.has(actor)) continue;
      searching.add(actor);
      // Behind all others, where it has more.
      waiting.delete(actor);
      if (later.length > 0) waiting.set(actor, later);
      start();
    }
  }
}

function sizeOf(lines: Iterable<readonly unknown[]>): number {
  return [...lines].reduce((sum, line) => sum + line.length, 0);
}

function tooMany(whose: string, limit: number): CodedError {
  return new CodedError('RATE_LIMITED', {
    problem: `at most ${limit} searches ${whose} wait for others to end; ask again shortly`,
  });
}
