import { closedCircuit, nextCircuit, type CircuitEvent } from './breaker.ts';
import type { EngineConfig, Price } from '../configuration/engine-config.ts';
import type { EngineFailure, ReasoningName } from '../engines/engine.ts';
import { failureCode, type CompletionFailureCode } from './failure-code.ts';
import type { RoutableEngine } from '../routing/plan-route.ts';
import type { PromptRatio } from '../usage/prompt-ratio.ts';
import { nothingSpent } from '../usage/spending.ts';
import { emptyScore, rememberCall, type ScoreMemory } from './score.ts';

/** An engine as it is known at one instant. A change makes a new record. */
export interface EngineRecord extends RoutableEngine {
  readonly config: EngineConfig;
  readonly hasCredentials: boolean;
  /** Of the configuration and the key. */
  readonly fingerprint: string;
  /** What a person set besides. */
  readonly wish: Readonly<Partial<Pick<RoutableEngine, 'isEnabled' | 'maxConcurrent' | 'weight'>>>;
  /** The last call that really happened; null before the first. */
  readonly lastObservation: Observation | null;
  readonly score: ScoreMemory;
  readonly promptRatio: PromptRatio;
  /** Under which name it told its thoughts last; null where it told none yet. */
  readonly reasoningName: ReasoningName | null;
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

export function newEngineRecord(
  config: EngineConfig,
  { hasCredentials, fingerprint }: Pick<EngineRecord, 'hasCredentials' | 'fingerprint'>,
): EngineRecord {
  return {
    id: config.id,
    config,
    hasCredentials,
    fingerprint,
    wish: {},
    isEnabled: true,
    keyRefusal: null,
    queued: 0,
    maxQueue: config.limits.maxQueue,
    weight: config.weight,
    priceUsd: meanPrice(config.price),
    budget: config.budget,
    spending: nothingSpent,
    hasKeyItNeeds: config.apiKeyEnv === undefined || hasCredentials,
    contextTokens: config.capabilities.contextTokens,
    maxConcurrent: config.limits.maxConcurrent,
    inFlight: 0,
    circuit: closedCircuit,
    lastObservation: null,
    score: emptyScore,
    promptRatio: null,
    reasoningName: null,
  };
}

/** Another configuration of the same engine: how it did, what it cost and how it speaks still count, its troubles do not. */
export function carryOver(fresh: EngineRecord, known: EngineRecord): EngineRecord {
  const { score, spending, promptRatio, reasoningName, inFlight, queued } = known;
  return { ...fresh, score, spending, promptRatio, reasoningName, inFlight, queued };
}

/** A conversation sends about three tokens for each that it gets. */
function meanPrice(price: Price | undefined): number | null {
  return price === undefined ? null : (3 * price.input + price.output) / 4;
}

export function withCircuit(record: EngineRecord, event: CircuitEvent): EngineRecord {
  return { ...record, circuit: nextCircuit(record.circuit, event, record.config.breaker) };
}

export function withObservation(record: EngineRecord, observation: Observation): EngineRecord {
  const { at, failure, firstTokenMs } = observation;
  const isScored = failure === null || isFaultOfEngine(failure.kind);
  return {
    ...record,
    lastObservation: observation,
    // A key that was taken was not refused; one that was refused stays so until it is changed or reset.
    keyRefusal:
      failure === null ? null : failure.kind === 'UNAUTHORIZED' ? failure.message : record.keyRefusal,
    score: isScored ? rememberCall(record.score, { at, ok: failure === null, firstTokenMs }) : record.score,
  };
}

/** What a failed call means for the circuit. */
export function circuitEventOf(failure: EngineFailure, call: number, at: number): CircuitEvent {
  if (!isFaultOfEngine(failure.kind)) return { type: 'RELEASED', call, at };
  return { type: 'FAILED', call, at, error: failure.message, opensForMs: openingOf(failure) };
}

/** The request or the key was at fault: that says nothing about how the engine is. */
const faultsOfOthers: readonly EngineFailure['kind'][] = [
  'REFUSED',
  'UNAUTHORIZED',
  'CONTEXT_TOO_LONG',
  'CONTENT_FILTERED',
];

export function isFaultOfEngine(kind: EngineFailure['kind']): boolean {
  return !faultsOfOthers.includes(kind);
}

function openingOf(failure: EngineFailure): number | null {
  return failure.retryAfterSec !== null && failure.retryAfterSec > LONGEST_WAIT_SEC
    ? failure.retryAfterSec * 1_000
    : null;
}

export function toObservation(at: number, timing: CallTiming, failure: EngineFailure | null): Observation {
  const seen = failure && { code: failureCode(failure.kind), kind: failure.kind, message: failure.message };
  return { at, ...timing, failure: seen };
}
