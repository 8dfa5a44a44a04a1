import type { RouteOutcome, RoutingStrategy } from '../../../schema/generated/switch.ts';
import { admits, type Circuit } from '../registry/breaker.ts';

/** What routing looks at; taken from an engine's record. */
export interface RoutableEngine {
  readonly id: string;
  readonly isEnabled: boolean;
  /** False where a key is needed and not set. */
  readonly hasKeyItNeeds: boolean;
  readonly circuit: Circuit;
  readonly contextTokens: number;
  readonly inFlight: number;
  readonly maxConcurrent: number;
}

export interface RouteRequest {
  readonly strategy: RoutingStrategy;
  /** An engine asked for by name. */
  readonly pinned: string | null;
  readonly allowFallback: boolean;
  readonly promptTokens: number;
  readonly now: number;
}

export type SkipOutcome = Extract<RouteOutcome, `SKIPPED_${string}`>;
export type Eligibility = { readonly eligible: true } | Ineligible;
export interface Ineligible {
  readonly eligible: false;
  readonly outcome: SkipOutcome;
  readonly why: string;
}

export interface RouteCandidate {
  readonly id: string;
  readonly eligibility: Eligibility;
  readonly why: string;
}

export interface Route {
  readonly strategy: RoutingStrategy;
  /** In the order in which they are tried. Without fallback only the first eligible one is. */
  readonly candidates: readonly RouteCandidate[];
  readonly reason: string;
}

export function planRoute(engines: readonly RoutableEngine[], request: RouteRequest): Route {
  const { pinned } = request;
  const pinnedEngine = engines.find((engine) => engine.id === pinned);
  if (pinned !== null && pinnedEngine === undefined) {
    return {
      strategy: 'PINNED',
      candidates: [],
      reason: `no engine is named ${pinned}; there ${listEngines(engines)}`,
    };
  }
  const others = engines.filter((engine) => engine !== pinnedEngine);
  const order =
    pinnedEngine === undefined ? others : [pinnedEngine, ...(request.allowFallback ? others : [])];
  const candidates = order.map((engine, index) => toCandidate(engine, index, request));
  const strategy = pinned === null ? request.strategy : 'PINNED';
  return { strategy, candidates, reason: explain(candidates) };
}

function toCandidate(engine: RoutableEngine, index: number, request: RouteRequest): RouteCandidate {
  const eligibility = judgeEngine(engine, request.promptTokens, request.now);
  return {
    id: engine.id,
    eligibility,
    why: eligibility.eligible ? placeOf(engine, index, request) : eligibility.why,
  };
}

/** Whether this engine may be called now, and if not, the first reason against it. */
export function judgeEngine(engine: RoutableEngine, promptTokens: number, now: number): Eligibility {
  if (!engine.isEnabled) return no('SKIPPED_OFF', 'it is switched off');
  if (!engine.hasKeyItNeeds) return no('SKIPPED_NO_CREDENTIALS', 'its key is not set');
  if (promptTokens > engine.contextTokens) {
    return no(
      'SKIPPED_CONTEXT',
      `about ${promptTokens} tokens exceed its context of ${engine.contextTokens}`,
    );
  }
  if (!admits(engine.circuit, now)) return no('SKIPPED_CIRCUIT_OPEN', explainCircuit(engine.circuit, now));
  if (engine.inFlight >= engine.maxConcurrent)
    return no('SKIPPED_QUEUE_FULL', `it is busy with ${engine.inFlight} answers, its limit`);
  return { eligible: true };
}

function no(outcome: SkipOutcome, why: string): Ineligible {
  return { eligible: false, outcome, why };
}

function explainCircuit(circuit: Circuit, now: number): string {
  const cause = circuit.lastError === null ? '' : ` after: ${circuit.lastError}`;
  switch (circuit.state) {
    case 'OPEN':
      return `its circuit is open for another ${Math.ceil((circuit.retryAt - now) / 1_000)} s${cause}`;
    case 'HALF_OPEN':
      return `one call is finding out whether it works again${cause}`;
    case 'FORCED_OPEN':
      return 'its circuit was opened by hand';
    case 'CLOSED':
      return 'its circuit is closed';
  }
}

function placeOf(engine: RoutableEngine, index: number, request: RouteRequest): string {
  return engine.id === request.pinned ? 'asked for by name' : `number ${index + 1} in the configured order`;
}

function explain(candidates: readonly RouteCandidate[]): string {
  const first = candidates.find((candidate) => candidate.eligibility.eligible);
  if (first !== undefined) return `${first.id}: ${first.why}`;
  if (candidates.length === 0) return 'no engine is configured';
  return `no engine can be called: ${candidates.map((candidate) => `${candidate.id}: ${candidate.why}`).join('; ')}`;
}

function listEngines(engines: readonly RoutableEngine[]): string {
  return engines.length === 0 ? 'are none' : `are ${engines.map((engine) => engine.id).join(', ')}`;
}
