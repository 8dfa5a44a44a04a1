import type { Clock } from '../../../platform/clock.ts';
import { CodedError } from '../../../platform/errors.ts';
import { afterOutcome, closedCircuit, pauseLeftMs, tryCircuit, type Outcome } from './circuit.ts';
import type { Link } from '../link.ts';

export interface BreakingLinkOptions {
  readonly service: string;
  readonly link: Link;
  readonly clock: Clock;
}

/** What an operation's own deadline cuts off sooner says nothing of the subgraph: it was asked late. */
const SLOW_AFTER_MS = 1_000;

/**
 * Stops asking a subgraph that failed several times in a row: CIRCUIT_OPEN at once instead of a wait for what will not come. After a
 * pause one request tries. Streams have back-off of their own and are not held up.
 */
export function breakCircuit({ service, link, clock }: BreakingLinkOptions): Link {
  let circuit = closedCircuit;

  function demandClosed(): { readonly isProbe: boolean } {
    const now = clock.monotonic();
    const tried = tryCircuit(circuit, now);
    if (tried === undefined)
      throw new CodedError('CIRCUIT_OPEN', { service, retryAfterMs: pauseLeftMs(circuit, now) });
    circuit = tried;
    return { isProbe: tried.state === 'half-open' };
  }

  return {
    ...link,
    async execute(request) {
      const { isProbe } = demandClosed();
      const startedAt = clock.monotonic();
      let outcome: Outcome = 'answered';
      try {
        return await link.execute(request);
      } catch (error) {
        outcome = outcomeOf(error, request.context.signal, clock.monotonic() - startedAt);
        throw error;
      } finally {
        circuit = afterOutcome(circuit, outcome, isProbe, clock.monotonic());
      }
    },
  };
}

function outcomeOf(error: unknown, { aborted }: AbortSignal, tookMs: number): Outcome {
  if (!(error instanceof CodedError)) return 'unknown';
  if (error.code === 'SERVICE_UNREACHABLE') return 'failed';
  if (error.code !== 'DEADLINE_EXCEEDED') return 'unknown';
  return aborted && tookMs < SLOW_AFTER_MS ? 'unknown' : 'failed';
}
