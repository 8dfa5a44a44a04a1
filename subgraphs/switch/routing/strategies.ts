import type { RoutingStrategy } from '../../../schema/generated/switch.ts';
import { readScore, successOdds } from '../registry/score.ts';
import { drawBeta } from './draw-beta.ts';
import type { RoutableEngine } from './plan-route.ts';

/** PINNED is not one of them: a request pins by naming its engine. */
export type EngineStrategy = Exclude<RoutingStrategy, 'PINNED'>;

export interface Ranked {
  readonly engine: RoutableEngine;
  readonly score: number;
  readonly why: string;
}

interface Circumstances {
  readonly now: number;
  readonly random: () => number;
}

/** The order in which engines are tried, best first; equal ones stay in the configured order. */
type Rank = (engines: readonly RoutableEngine[], circumstances: Circumstances) => readonly Ranked[];

export const strategies: Readonly<Record<EngineStrategy, Rank>> = {
  ORDERED: (engines, { now }) =>
    engines.map((engine, index) => ({
      engine,
      score: readScore(engine.score, now, engine.priceUsd).value,
      why: `number ${index + 1} in the configured order`,
    })),

  WEIGHTED_SCORE: (engines, { now }) =>
    bestFirst(engines, (engine) => {
      const { value } = readScore(engine.score, now, engine.priceUsd);
      const score = value * engine.weight;
      return { score, why: `score ${show(value)} times weight ${engine.weight} is ${show(score)}` };
    }),

  LOWEST_LATENCY: (engines, { now }) =>
    bestFirst(engines, (engine) => {
      const { latency } = readScore(engine.score, now, engine.priceUsd);
      // The rating is 1 for an answer at once and 0.5 for a first word after a second.
      const expectedMs = Math.round(1_000 / latency - 1_000);
      return { score: latency, why: `its first word is expected after ${expectedMs} ms` };
    }),

  /** Thompson sampling: each engine's chance to succeed is drawn from what is known of it, so that a little known one is tried too. */
  BANDIT: (engines, { now, random }) =>
    bestFirst(engines, (engine) => {
      const { successes, failures } = successOdds(engine.score, now);
      const score = drawBeta(1 + successes, 1 + failures, random) * engine.weight;
      return {
        score,
        why: `drew ${show(score)} from ${show(successes)} successes and ${show(failures)} failures`,
      };
    }),
};

function bestFirst(
  engines: readonly RoutableEngine[],
  rate: (engine: RoutableEngine) => { readonly score: number; readonly why: string },
): readonly Ranked[] {
  return engines
    .map((engine) => ({ engine, ...rate(engine) }))
    .sort((left, right) => right.score - left.score);
}

function show(value: number): string {
  return String(Math.round(value * 100) / 100);
}
