import { createParser } from 'eventsource-parser';
import { LONGEST_CONTENT_CHARACTERS } from '../../../schema/completion.ts';
import { parseChunk, toFinishReason, type Chunk, type ChunkDelta, type ReportedUsage } from './chunk.ts';
import {
  EngineFailure,
  type EngineEnd,
  type EnginePart,
  type ReasoningName,
  type ToldRequest,
} from './engine.ts';
import { estimateUsage } from './token-estimate.ts';
import { gatherToolCalls } from './tool-calls.ts';

/** One event of a stream; real ones have some hundred bytes. */
const LONGEST_EVENT_CHARACTERS = 524_288;

/**
 * Turns the bytes of a server-sent event stream into parts of an answer. A finish reason makes it whole: then usage without further
 * text ends it, as [DONE] does, and so does whatever else would be a failure.
 */
export interface AnswerReader {
  /** The finish reason has come: what is missing yet is what it cost. */
  readonly isWhole: boolean;
  /** The parts that these bytes complete. Throws an EngineFailure. Nothing more may be fed once an `end` was among them. */
  feed(bytes: Uint8Array): readonly EnginePart[];
  /** The stream is over; throws where the answer was not. */
  finish(): EngineEnd;
}

export function createAnswerReader(request: ToldRequest): AnswerReader {
  const decoder = new TextDecoder();
  const ready: EnginePart[] = [];
  const toolCalls = gatherToolCalls();
  const characters = { content: 0, reasoning: 0 };
  let usage: ReportedUsage | undefined;
  let finishReason: EngineEnd['finishReason'] | undefined;
  let reasoningName: ReasoningName | undefined;
  let isOver = false;

  const parser = createParser({
    maxBufferSize: LONGEST_EVENT_CHARACTERS,
    onEvent: (event) => onData(event.data),
    onError: (error) => {
      // Unknown fields are to be ignored, says the specification of event streams.
      if (error.type === 'max-buffer-size-exceeded')
        broke(new EngineFailure('BAD_RESPONSE', 'one event of the stream was too long'));
    },
  });

  /** After the finish reason it costs the answer nothing. */
  function broke(failure: EngineFailure): void {
    if (finishReason === undefined) throw failure;
    if (!isOver) end();
  }

  function onData(data: string): void {
    if (isOver) return;
    if (data === '[DONE]') return end();
    const chunk = parseChunk(data);
    if (chunk === undefined)
      return broke(
        new EngineFailure('BAD_RESPONSE', 'the stream carried something that is no completion chunk'),
      );
    if (chunk.error !== undefined && chunk.error !== null)
      return broke(new EngineFailure('UNAVAILABLE', 'the engine reported an error in its stream'));
    const partsBefore = ready.length;
    onChunk(chunk);
    // Some servers say the finish reason and the usage so far with every chunk.
    const bringsText = ready.length > partsBefore;
    if (finishReason !== undefined && chunk.usage && !bringsText && !isOver) end();
  }

  function onChunk(chunk: Chunk): void {
    usage = chunk.usage ?? usage;
    const choice = chunk.choices?.[0];
    if (choice === undefined) return;
    const thought = thoughtOf(choice.delta);
    if (thought !== undefined && !isOver) reasoningName = thought.name;
    push('reasoning', thought?.text);
    push('content', choice.delta?.content);
    for (const fragment of choice.delta?.tool_calls ?? []) {
      toolCalls.add(fragment);
      if (!isOver) ready.push({ type: 'toolFragment' });
    }
    if (choice.finish_reason) finishReason = toFinishReason(choice.finish_reason);
  }

  function push(type: 'content' | 'reasoning', text: string | null | undefined): void {
    if (!text || isOver) return;
    // U+0000 cannot be stored; it stays visible that something was there. One character for one.
    const readable = text.replaceAll('\0', '\uFFFD');
    // Reasoning is passed on and not kept, so only content has to end somewhere.
    const kept =
      type === 'content' ? cut(readable, LONGEST_CONTENT_CHARACTERS - characters.content) : readable;
    characters[type] += kept.length;
    if (kept !== '') ready.push({ type, text: kept });
    if (kept.length === readable.length) return;
    finishReason = 'LENGTH';
    end();
  }

  function end(): void {
    isOver = true;
    ready.push(toEnd());
  }

  function toEnd(): EngineEnd {
    // Some servers say "stop" after tool calls. Calls of an answer that was cut are cut too, and none of them is told.
    const said = finishReason ?? 'STOP';
    const reason = said === 'STOP' && toolCalls.count > 0 ? 'TOOL_CALLS' : said;
    const calls = reason === 'TOOL_CALLS' ? toolCalls.complete() : [];
    const total = characters.content + characters.reasoning + toolCalls.characters;
    if (reason === 'STOP' && total === 0)
      throw new EngineFailure('BAD_RESPONSE', 'the answer ended without any text');
    return {
      type: 'end',
      finishReason: reason,
      toolCalls: calls,
      reasoningName,
      usage: usage === undefined ? estimateUsage(request, total) : toUsage(usage),
    };
  }

  return {
    get isWhole() {
      return finishReason !== undefined;
    },
    feed(bytes) {
      parser.feed(decoder.decode(bytes, { stream: true }));
      return ready.splice(0);
    },
    finish() {
      if (finishReason === undefined)
        throw new EngineFailure('UNAVAILABLE', 'the connection ended in mid-answer');
      return toEnd();
    },
  };
}

/** A server in transition sends both names, with the same text. */
function thoughtOf(delta: ChunkDelta): { readonly name: ReasoningName; readonly text: string } | undefined {
  for (const name of ['reasoning_content', 'reasoning'] as const) {
    const text = delta?.[name];
    if (text) return { name, text };
  }
  return undefined;
}

/** Not in the midst of a character: half of an emoji is none. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}

function toUsage(reported: ReportedUsage): EngineEnd['usage'] {
  return {
    promptTokens: reported.prompt_tokens,
    completionTokens: reported.completion_tokens,
    reasoningTokens: reported.completion_tokens_details?.reasoning_tokens ?? null,
    totalTokens: reported.total_tokens ?? reported.prompt_tokens + reported.completion_tokens,
    estimated: false,
    costUsd: null,
  };
}
