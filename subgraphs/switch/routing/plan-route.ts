import type { RouteOutcome, RoutingStrategy } from '../../../schema/generated/switch.ts';
import type { Budget } from '../configuration/engine-config.ts';
import { admits, type Circuit } from '../registry/breaker.ts';
import type { ScoreMemory } from '../registry/score.ts';
import type { Need } from '../usage/need.ts';
import { overBudget, type Spending } from '../usage/spending.ts';
import { strategies, type EngineStrategy, type Ranked } from './strategies.ts';

/** What routing looks at; taken from an engine's record. */
export interface RoutableEngine {
  readonly id: string;
  readonly isEnabled: boolean;
  /** False where a key is needed and not set. */
  readonly hasKeyItNeeds: boolean;
  /** What the engine said to its key; null while it takes it, or was not asked. */
  readonly keyRefusal: string | null;
  readonly circuit: Circuit;
  readonly contextTokens: number;
  readonly inFlight: number;
  readonly maxConcurrent: number;
  /** How many wait for it. */
  readonly queued: number;
  readonly maxQueue: number;
  readonly weight: number;
  readonly score: ScoreMemory;
  /** Mean price of a million tokens; 0 for what runs here, null where it is not known. */
  readonly priceUsd: number | null;
  readonly budget: Budget | null;
  readonly spending: Spending;
}

export interface RouteRequest {
  readonly strategy: EngineStrategy;
  /** An engine asked for by name. */
  readonly pinned: string | null;
  readonly allowFallback: boolean;
  readonly needOf: (engine: string) => Need;
  readonly now: number;
  /** Between 0 and 1; only BANDIT takes from it. */
  readonly random: () => number;
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
  /** What the strategy ordered by. */
  readonly score: number;
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
  const ranked = strategies[request.strategy](engines, request);
  const first = ranked.filter(({ engine }) => engine === pinnedEngine);
  const others = ranked.filter(({ engine }) => engine !== pinnedEngine);
  const order = [
    ...first.map((one) => ({ ...one, why: 'asked for by name' })),
    ...(first.length === 0 || request.allowFallback ? others : []),
  ];
  const candidates = order.map((one) => toCandidate(one, request));
  const strategy = pinned === null ? request.strategy : 'PINNED';
  return { strategy, candidates, reason: explain(candidates) };
}

function toCandidate({ engine, score, why }: Ranked, request: RouteRequest): RouteCandidate {
  const eligibility = judgeEngine(engine, request.needOf(engine.id), request.now);
  return { id: engine.id, eligibility, score, why: eligibility.eligible ? why : eligibility.why };
}

/** Whether this engine may be called now, or waited for; if not, the first reason against it. */
export function judgeEngine(engine: RoutableEngine, need: Need, now: number): Eligibility {
  if (engine.inFlight >= engine.maxConcurrent && engine.queued >= engine.maxQueue) {
    const reason = whyNotCallable(engine, need, now);
    const waiting = engine.queued === 0 ? '' : ` and ${engine.queued} that wait`;
    return (
      reason ?? no('SKIPPED_QUEUE_FULL', `it is busy with ${engine.inFlight} answers${waiting}, its limit`)
    );
  }
  return whyNotCallable(engine, need, now) ?? { eligible: true };
}

/** Whether it is busy is not asked here: who waits for it may still wait. */
export function whyNotCallable(engine: RoutableEngine, need: Need, now: number): Ineligible | undefined {
  if (!engine.isEnabled) return no('SKIPPED_OFF', 'it is switched off');
  if (!engine.hasKeyItNeeds) return no('SKIPPED_NO_CREDENTIALS', 'its key is not set');
  if (engine.keyRefusal !== null) return no('SKIPPED_NO_CREDENTIALS', engine.keyRefusal);
  if (need.promptTokens > engine.contextTokens) {
    return no(
      'SKIPPED_CONTEXT',
      `about ${need.promptTokens} tokens exceed its context of ${engine.contextTokens}`,
    );
  }
  if (!admits(engine.circuit, now)) return no('SKIPPED_CIRCUIT_OPEN', explainCircuit(engine.circuit, now));
  const spent = engine.budget && overBudget(engine.budget, engine.spending, need.most, now);
  return spent === null ? undefined : no('SKIPPED_BUDGET', spent);
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

function explain(candidates: readonly RouteCandidate[]): string {
  const first = candidates.find((candidate) => candidate.eligibility.eligible);
  if (first !== undefined) return `${first.id}: ${first.why}`;
  if (candidates.length === 0) return 'no engine is configured';
  return `no engine can be called: ${candidates.map((candidate) => `${candidate.id}: ${candidate.why}`).join('; ')}`;
}

function listEngines(engines: readonly RoutableEngine[]): string {
  return engines.length === 0 ? 'are none' : `are ${engines.map((engine) => engine.id).join(', ')}`;
}
