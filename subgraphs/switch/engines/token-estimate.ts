import type { EngineRequest, EngineUsage } from './engine.ts';

/** Characters of a token: the usual rule of thumb for English, so results are marked as estimated. */
const CHARACTERS_PER_TOKEN = 4;

export function estimateTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

export function estimatePromptTokens(messages: EngineRequest['messages']): number {
  return estimateTokens(messages.reduce((sum, message) => sum + message.content.length, 0));
}

export function estimateUsage(messages: EngineRequest['messages'], answerCharacters: number): EngineUsage {
  const promptTokens = estimatePromptTokens(messages);
  const completionTokens = estimateTokens(answerCharacters);
  return {
    promptTokens,
    completionTokens,
    reasoningTokens: null,
    totalTokens: promptTokens + completionTokens,
    estimated: true,
    costUsd: null,
  };
}
