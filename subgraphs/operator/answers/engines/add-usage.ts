import type { CompletionEvent } from '../../../../schema/completion.ts';

type Usage = Extract<CompletionEvent, { type: 'finished' }>['usage'];

/** Of two calls of one answer. Null where one of them is not known: half a sum would pass for the whole. */
export function addUsage(one: Usage, other: Usage): Usage {
  if (one === null || other === null) return null;
  return {
    promptTokens: one.promptTokens + other.promptTokens,
    completionTokens: one.completionTokens + other.completionTokens,
    reasoningTokens: addKnown(one.reasoningTokens, other.reasoningTokens),
    totalTokens: one.totalTokens + other.totalTokens,
    estimated: one.estimated || other.estimated,
    costUsd: addKnown(one.costUsd, other.costUsd),
  };
}

function addKnown(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one + other;
}
