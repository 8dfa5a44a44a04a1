import type { Vx11Error } from '../vx11-error.ts';

export type Retry = 'again' | 'with-another-token' | 'never';

/**
 * What a stream does about the error that ended it. A connection that broke is opened again for ever. What the gateway says of a stream
 * that had begun may pass as well; of one that never began it is the answer.
 */
export function retryOf(error: Vx11Error, hasBegun: boolean): Retry {
  if (error.code === 'UNREACHABLE' || error.code === 'RATE_LIMITED') return 'again';
  const isRefusal = error.code === 'FORBIDDEN' || error.code === 'UNAUTHENTICATED';
  if (isRefusal && error.facts['closeCode'] !== undefined) return 'with-another-token';
  return hasBegun && error.retryable ? 'again' : 'never';
}
