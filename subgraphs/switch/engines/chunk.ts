import { z } from 'zod';
import type { EngineEnd } from './engine.ts';

const tokenCount = z.number().int().nonnegative();

/** A tool call comes in pieces: its number, its id and name once, its arguments bit by bit. */
const toolFragment = z.object({
  index: z.number().int().nonnegative().optional(),
  id: z.string().nullish(),
  function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
});

/** One event of an OpenAI-compatible stream, in what we read of it. Servers add fields of their own, and send null for none. */
const chunk = z.object({
  choices: z
    .array(
      z.object({
        delta: z
          .object({
            content: z.string().nullish(),
            reasoning_content: z.string().nullish(),
            reasoning: z.string().nullish(),
            tool_calls: z.array(toolFragment).nullish(),
          })
          .nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: z
    .object({
      prompt_tokens: tokenCount,
      completion_tokens: tokenCount,
      total_tokens: tokenCount.optional(),
      completion_tokens_details: z.object({ reasoning_tokens: tokenCount.nullish() }).nullish(),
    })
    .nullish(),
  error: z.unknown().optional(),
});

export type Chunk = z.infer<typeof chunk>;
export type ChunkDelta = NonNullable<Chunk['choices']>[number]['delta'];
export type ToolFragment = z.infer<typeof toolFragment>;
export type ReportedUsage = NonNullable<Chunk['usage']>;

/** Undefined where the data is no chunk. */
export function parseChunk(data: string): Chunk | undefined {
  try {
    return chunk.safeParse(JSON.parse(data)).data;
  } catch {
    return undefined;
  }
}

/** The wire's words are open; an unknown one still ended the answer. */
export function toFinishReason(word: string): EngineEnd['finishReason'] {
  if (word === 'length') return 'LENGTH';
  if (word === 'content_filter') return 'CONTENT_FILTER';
  if (word === 'tool_calls' || word === 'function_call') return 'TOOL_CALLS';
  return 'STOP';
}
