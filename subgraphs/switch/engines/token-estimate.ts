import type { EngineUsage, ToldRequest } from './engine.ts';

/** Characters of a token: the usual rule of thumb for English, so results are marked as estimated. */
const CHARACTERS_PER_TOKEN = 4;

export function estimateTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

/** Of all that an engine is told: the conversation, reasoning, tool calls and the tools on offer. */
export function estimatePromptTokens(request: ToldRequest): number {
  return estimateTokens(textsOf(request).reduce((sum, text) => sum + text.length, 0));
}

/** No tokenizer makes more tokens than there are bytes; each message, call and tool costs some for its frame. */
export function mostPromptTokens(request: ToldRequest): number {
  const bytes = textsOf(request).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const calls = request.messages.reduce((sum, { toolCalls = [] }) => sum + toolCalls.length, 0);
  return bytes + FRAME_TOKENS * (request.messages.length + calls + request.tools.length);
}

const FRAME_TOKENS = 16;

export function estimateUsage(request: ToldRequest, answerCharacters: number): EngineUsage {
  const promptTokens = estimatePromptTokens(request);
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

function textsOf({ messages, tools }: ToldRequest): readonly string[] {
  return [
    ...messages.flatMap(({ content, reasoning = '', toolCalls = [], toolCallId = '' }) => [
      content,
      reasoning,
      toolCallId,
      ...toolCalls.flatMap((call) => [call.id, call.name, call.arguments]),
    ]),
    ...tools.map((tool) => JSON.stringify(tool)),
  ];
}
