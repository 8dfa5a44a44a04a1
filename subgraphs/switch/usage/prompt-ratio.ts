import type { EngineUsage } from '../engines/engine.ts';

/**
 * How many prompt tokens an engine bills for each that a conversation can have at most: above 1 where it adds something of its own, such
 * as a long template. Null until it has told one bill.
 */
export type PromptRatio = number | null;

/** Until then: several calls may begin before the first bill comes, and none of them may exceed the budget. */
const BEFORE_THE_FIRST_BILL = 4;
/** One wrong bill must not lock an engine out for good. */
const LARGEST = 16;

/** The largest seen. An engine that tells no bill is estimated, so there is nothing to learn. */
export function learnRatio(known: PromptRatio, mostPrompt: number, used: EngineUsage): PromptRatio {
  const seen = used.estimated || mostPrompt === 0 ? 1 : used.promptTokens / mostPrompt;
  return Math.min(LARGEST, Math.max(known ?? 1, seen));
}

/** The most prompt tokens that may be billed. */
export function mostBilled(mostPrompt: number, ratio: PromptRatio): number {
  return Math.ceil(mostPrompt * (ratio ?? BEFORE_THE_FIRST_BILL));
}
