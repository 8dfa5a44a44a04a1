import type { EngineRequest, EngineUsage } from './engine.ts';

/** Characters of a token: the usual rule of thumb for English, so results are marked as estimated. */
const CHARACTERS_PER_TOKEN = 4;

export function estimateTokens(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}

/** Of a whole conversation with what belongs to it: reasoning, tool calls and the tools on offer. */
export function estimatePromptTokens(request: EngineRequest): number {
  return estimateTokens(textsOf(request).reduce((sum, text) => sum + text.length, 0));
}

/** No tokenizer makes more tokens than there are bytes; each message costs some for its frame. */
export function mostPromptTokens(request: EngineRequest): number {
  const bytes = textsOf(request).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return bytes + FRAME_TOKENS * (request.messages.length + (request.tools?.length ?? 0));
}

const FRAME_TOKENS = 16;

export function estimateUsage(request: EngineRequest, answerCharacters: number): EngineUsage {
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

function textsOf({ messages, tools = [] }: EngineRequest): readonly string[] {
  return [
    ...messages.flatMap(({ content, reasoning = '', toolCalls = [] }) => [
      content,
      reasoning,
      ...toolCalls.flatMap((call) => [call.name, call.arguments]),
    ]),
    ...tools.map((tool) => JSON.stringify(tool)),
  ];
}
