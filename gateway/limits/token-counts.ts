import { CodedError } from '../../platform/errors.ts';

/** How many of something each token has at the moment. */
export interface TokenCounts {
  /** RATE_LIMITED where the token has as many as it may. */
  refusal(token: string): CodedError | undefined;
  /** One more, until the function that it gives is called; calling that again does nothing. */
  add(token: string): () => void;
}

/** `what` is in the plural, for the message. */
export function createTokenCounts(what: string, limit: number): TokenCounts {
  const counts = new Map<string, number>();
  const countOf = (token: string): number => counts.get(token) ?? 0;

  function remove(token: string): void {
    const left = countOf(token) - 1;
    if (left === 0) counts.delete(token);
    else counts.set(token, left);
  }
  return {
    refusal(token) {
      const found = countOf(token);
      if (found < limit) return undefined;
      const problem = `one token may have ${limit} ${what} at a time, and this one has ${found}`;
      return new CodedError('RATE_LIMITED', { problem, what, limit, found });
    },
    add(token) {
      counts.set(token, countOf(token) + 1);
      let isLive = true;
      return () => {
        if (isLive) remove(token);
        isLive = false;
      };
    },
  };
}
