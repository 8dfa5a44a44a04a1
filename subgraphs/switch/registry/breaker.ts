import type { BreakerLimits } from '../configuration/engine-config.ts';

/** Whether an engine is called. Counts failures in a row; open, it lets exactly one call through per cool-down, to see. */
export type Circuit =
  | { readonly state: 'CLOSED'; readonly failures: number; readonly lastError: string | null }
  | OpenCircuit
  /** `probe` is the number of the one call that decides. */
  | (Omit<OpenCircuit, 'state'> & { readonly state: 'HALF_OPEN'; readonly probe: number })
  | {
      readonly state: 'FORCED_OPEN';
      readonly failures: number;
      readonly lastError: string | null;
      readonly openedAt: number;
    };

interface OpenCircuit {
  readonly state: 'OPEN';
  readonly failures: number;
  readonly lastError: string | null;
  readonly openedAt: number;
  readonly retryAt: number;
  readonly coolDownMs: number;
}

/** `call` numbers calls, so that a late result of an old one never decides for the probe. */
export type CircuitEvent =
  | { readonly type: 'BEGAN'; readonly call: number; readonly at: number }
  | { readonly type: 'SUCCEEDED'; readonly call: number }
  /** `opensForMs`: the engine said how long to stay away, or that asking again is of no use: the circuit opens at once. */
  | {
      readonly type: 'FAILED';
      readonly call: number;
      readonly at: number;
      readonly error: string;
      readonly opensForMs: number | null;
    }
  /** The call ended without telling anything about the engine: cancelled, or the request was at fault. */
  | { readonly type: 'RELEASED'; readonly call: number; readonly at: number }
  | { readonly type: 'FORCED_OPEN'; readonly at: number }
  | { readonly type: 'RESET' };

export const closedCircuit: Circuit = { state: 'CLOSED', failures: 0, lastError: null };

/** Whether a call may begin at this instant. */
export function admits(circuit: Circuit, now: number): boolean {
  return circuit.state === 'CLOSED' || (circuit.state === 'OPEN' && now >= circuit.retryAt);
}

export function nextCircuit(circuit: Circuit, event: CircuitEvent, limits: BreakerLimits): Circuit {
  if (event.type === 'RESET') return closedCircuit;
  if (event.type === 'FORCED_OPEN') {
    return {
      state: 'FORCED_OPEN',
      failures: circuit.failures,
      lastError: circuit.lastError,
      openedAt: event.at,
    };
  }
  switch (circuit.state) {
    case 'CLOSED':
      return nextOfClosed(circuit, event, limits);
    case 'OPEN':
      return event.type === 'BEGAN' && admits(circuit, event.at)
        ? { ...circuit, state: 'HALF_OPEN', probe: event.call }
        : circuit;
    case 'HALF_OPEN':
      return event.call === circuit.probe ? nextOfProbed(circuit, event, limits) : circuit;
    case 'FORCED_OPEN':
      return circuit;
  }
}

type CallEvent = Exclude<CircuitEvent, { readonly type: 'RESET' | 'FORCED_OPEN' }>;

function nextOfClosed(
  circuit: Circuit & { state: 'CLOSED' },
  event: CallEvent,
  limits: BreakerLimits,
): Circuit {
  if (event.type === 'SUCCEEDED') return closedCircuit;
  if (event.type !== 'FAILED') return circuit;
  const failures = circuit.failures + 1;
  if (failures < limits.threshold && event.opensForMs === null)
    return { state: 'CLOSED', failures, lastError: event.error };
  return opened(event, failures, limits.coolDownMs, limits);
}

function nextOfProbed(
  circuit: Circuit & { state: 'HALF_OPEN' },
  event: CallEvent,
  limits: BreakerLimits,
): Circuit {
  switch (event.type) {
    case 'SUCCEEDED':
      return closedCircuit;
    case 'FAILED':
      return opened(event, circuit.failures + 1, circuit.coolDownMs * 2, limits);
    case 'RELEASED': {
      // Nothing was learnt: the next call may probe at once.
      const { failures, lastError, openedAt, coolDownMs } = circuit;
      return { state: 'OPEN', failures, lastError, openedAt, coolDownMs, retryAt: event.at };
    }
    case 'BEGAN':
      return circuit;
  }
}

function opened(
  event: CallEvent & { type: 'FAILED' },
  failures: number,
  coolDownMs: number,
  limits: BreakerLimits,
): Circuit {
  const restMs = Math.min(event.opensForMs ?? coolDownMs, limits.longestCoolDownMs);
  return {
    state: 'OPEN',
    failures,
    lastError: event.error,
    openedAt: event.at,
    retryAt: event.at + restMs,
    coolDownMs: Math.min(coolDownMs, limits.longestCoolDownMs),
  };
}
