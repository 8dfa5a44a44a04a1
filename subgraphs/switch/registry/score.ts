import type { EngineScore } from '../../../schema/generated/switch.ts';

/** What an engine's calls told, older ones counting less: each weight halves in HALF_LIFE_MS. */
export interface ScoreMemory {
  readonly samples: number;
  readonly weight: number;
  readonly successWeight: number;
  readonly latencyWeight: number;
  /** Sum of weighted latency ratings. */
  readonly latencySum: number;
  readonly updatedAt: number | null;
}

export interface ScoredCall {
  readonly at: number;
  readonly ok: boolean;
  readonly firstTokenMs: number | null;
}

export const emptyScore: ScoreMemory = {
  samples: 0,
  weight: 0,
  successWeight: 0,
  latencyWeight: 0,
  latencySum: 0,
  updatedAt: null,
};

const HALF_LIFE_MS = 600_000;
/** What counts for an engine nobody called: two calls' worth of "half good". */
const PRIOR_WEIGHT = 2;
const PRIOR = 0.5;
const SHARE = { quality: 0.5, latency: 0.3, cost: 0.2 };

export function rememberCall(memory: ScoreMemory, call: ScoredCall): ScoreMemory {
  const decay = decayBetween(memory.updatedAt, call.at);
  const isTimed = call.firstTokenMs !== null;
  return {
    samples: memory.samples + 1,
    weight: memory.weight * decay + 1,
    successWeight: memory.successWeight * decay + (call.ok ? 1 : 0),
    latencyWeight: memory.latencyWeight * decay + (isTimed ? 1 : 0),
    latencySum: memory.latencySum * decay + (isTimed ? rateLatency(call.firstTokenMs) : 0),
    updatedAt: call.at,
  };
}

/** What a person said of an answer, 0 (bad) to 1 (good): counts as one more call of that quality. */
export function rememberFeedback(
  memory: ScoreMemory,
  feedback: { readonly at: number; readonly quality: number },
): ScoreMemory {
  const decay = decayBetween(memory.updatedAt, feedback.at);
  return {
    samples: memory.samples + 1,
    weight: memory.weight * decay + 1,
    successWeight: memory.successWeight * decay + feedback.quality,
    latencyWeight: memory.latencyWeight * decay,
    latencySum: memory.latencySum * decay,
    updatedAt: feedback.at,
  };
}

/** Calls that went well and badly, older ones counting less. */
export function successOdds(memory: ScoreMemory, now: number): { successes: number; failures: number } {
  const decay = decayBetween(memory.updatedAt, now);
  const successes = memory.successWeight * decay;
  return { successes, failures: Math.max(0, memory.weight * decay - successes) };
}

/** Parts between 0 and 1; without samples each is the prior. `priceUsd` is that of a million tokens, null where it is not known. */
export function readScore(
  memory: ScoreMemory,
  now: number,
  priceUsd: number | null,
): Omit<EngineScore, 'updatedAt'> {
  const decay = decayBetween(memory.updatedAt, now);
  const quality = blend(memory.successWeight * decay, memory.weight * decay);
  const latency = blend(memory.latencySum * decay, memory.latencyWeight * decay);
  const cost = priceUsd === null ? PRIOR : 1 / (1 + priceUsd);
  const value = SHARE.quality * quality + SHARE.latency * latency + SHARE.cost * cost;
  return { value, quality, latency, cost, samples: memory.samples };
}

/** As it is shown: of what is guessed from a few calls more digits say nothing, and sums of fractions end in noise. */
export function roundScore(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}

/** 1 for an instant answer, 0.5 for one after a second. */
function rateLatency(firstTokenMs: number): number {
  return 1_000 / (1_000 + firstTokenMs);
}

function blend(sum: number, weight: number): number {
  return (sum + PRIOR * PRIOR_WEIGHT) / (weight + PRIOR_WEIGHT);
}

function decayBetween(from: number | null, to: number): number {
  return from === null ? 1 : 0.5 ** (Math.max(0, to - from) / HALF_LIFE_MS);
}
