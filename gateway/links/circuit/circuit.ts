/** Whether a subgraph is asked at all, after what came of asking it. Instants are monotonic milliseconds. */
export type Circuit =
  /** It is asked. `failures` came in a row. */
  | { readonly state: 'closed'; readonly failures: number }
  /** It is not asked until then; each time in a row it takes longer. */
  | { readonly state: 'open'; readonly until: number; readonly times: number }
  /** One request tries, and the others are refused until its outcome is known. */
  | { readonly state: 'half-open'; readonly times: number };

export type Outcome = 'answered' | 'failed' | 'unknown';

export const closedCircuit: Circuit = { state: 'closed', failures: 0 };

const FAILURES_TO_OPEN = 5;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;

/** Undefined where the request is refused. */
export function tryCircuit(circuit: Circuit, now: number): Circuit | undefined {
  switch (circuit.state) {
    case 'closed':
      return circuit;
    case 'open':
      return now >= circuit.until ? { state: 'half-open', times: circuit.times } : undefined;
    case 'half-open':
      return undefined;
  }
}

/** `wasProbe`: of the one request that a half-open circuit let through. What was sent before it opened says nothing any more. */
export function afterOutcome(circuit: Circuit, outcome: Outcome, wasProbe: boolean, now: number): Circuit {
  if (wasProbe && circuit.state === 'half-open') return afterProbe(circuit.times, outcome, now);
  if (circuit.state !== 'closed' || outcome === 'unknown') return circuit;
  if (outcome === 'answered') return circuit.failures === 0 ? circuit : closedCircuit;
  const failures = circuit.failures + 1;
  return failures < FAILURES_TO_OPEN ? { state: 'closed', failures } : opened(1, now);
}

function afterProbe(times: number, outcome: Outcome, now: number): Circuit {
  switch (outcome) {
    case 'answered':
      return closedCircuit;
    case 'failed':
      return opened(times + 1, now);
    // Its client left: the next request tries.
    case 'unknown':
      return { state: 'open', until: now, times };
  }
}

function opened(times: number, now: number): Circuit {
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(times - 1, 10), LONGEST_PAUSE_MS);
  return { state: 'open', until: now + pauseMs, times };
}

/** How long nobody is let through; 0 while a request tries. */
export function pauseLeftMs(circuit: Circuit, now: number): number {
  return circuit.state === 'open' ? Math.max(0, Math.ceil(circuit.until - now)) : 0;
}
