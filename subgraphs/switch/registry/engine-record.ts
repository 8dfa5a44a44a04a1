import { closedCircuit, nextCircuit, type CircuitEvent } from './breaker.ts';
import type { EngineConfig } from './engine-config.ts';
import type { EngineFailure } from '../engines/engine.ts';
import { failureCode, type CompletionFailureCode } from './failure-code.ts';
import type { RoutableEngine } from '../completion/routing.ts';
import { emptyScore, rememberCall, type ScoreMemory } from './score.ts';

/** An engine as it is known at one instant. A change makes a new record. */
export interface EngineRecord extends RoutableEngine {
  readonly config: EngineConfig;
  readonly hasCredentials: boolean;
  /** The last call that really happened; null before the first. */
  readonly lastObservation: Observation | null;
  readonly score: ScoreMemory;
}

export interface CallTiming {
  readonly firstTokenMs: number | null;
  readonly totalMs: number;
}

export interface Observation extends CallTiming {
  readonly at: number;
  readonly failure: {
    readonly code: CompletionFailureCode;
    readonly kind: EngineFailure['kind'];
    readonly message: string;
  } | null;
}

/** A Retry-After up to this long is waited for by the caller and opens no circuit. */
export const LONGEST_WAIT_SEC = 3;

export function newEngineRecord(config: EngineConfig, hasCredentials: boolean): EngineRecord {
  return {
    id: config.id,
    config,
    hasCredentials,
    isEnabled: true,
    hasKeyItNeeds: config.apiKeyEnv === undefined || hasCredentials,
    contextTokens: config.capabilities.contextTokens,
    maxConcurrent: config.limits.maxConcurrent,
    inFlight: 0,
    circuit: closedCircuit,
    lastObservation: null,
    score: emptyScore,
  };
}

export function withCircuit(record: EngineRecord, event: CircuitEvent): EngineRecord {
  return { ...record, circuit: nextCircuit(record.circuit, event, record.config.breaker) };
}

export function withObservation(record: EngineRecord, observation: Observation): EngineRecord {
  const { at, failure, firstTokenMs } = observation;
  return {
    ...record,
    lastObservation: observation,
    score: rememberCall(record.score, { at, ok: failure === null, firstTokenMs }),
  };
}

/** What a failed call means for the circuit. */
export function circuitEventOf(
  failure: EngineFailure,
  call: number,
  at: number,
  config: EngineConfig,
): CircuitEvent {
  // The request was at fault: that says nothing about the engine.
  if (failure.kind === 'REFUSED') return { type: 'RELEASED', call, at };
  return { type: 'FAILED', call, at, error: failure.message, opensForMs: openingOf(failure, config) };
}

function openingOf(failure: EngineFailure, config: EngineConfig): number | null {
  // A wrong key stays wrong: asking again soon is of no use.
  if (failure.kind === 'UNAUTHORIZED') return config.breaker.longestCoolDownMs;
  return failure.retryAfterSec !== null && failure.retryAfterSec > LONGEST_WAIT_SEC
    ? failure.retryAfterSec * 1_000
    : null;
}

export function toObservation(at: number, timing: CallTiming, failure: EngineFailure | null): Observation {
  const seen = failure && { code: failureCode(failure.kind), kind: failure.kind, message: failure.message };
  return { at, ...timing, failure: seen };
}
