import type {
  CompletionEvent,
  CompletionMessage,
  CompletionTool,
  CompletionToolCall,
} from '../../../schema/completion.ts';

type Finished = Extract<CompletionEvent, { readonly type: 'finished' }>;

export interface EngineRequest {
  readonly messages: readonly CompletionMessage[];
  /** What it may ask for. */
  readonly tools?: readonly CompletionTool[] | undefined;
  /** The most tokens of the answer, reasoning included; the engine's own limit where undefined. */
  readonly maxOutputTokens?: number | undefined;
}

/** What servers call thoughts: https://docs.vllm.ai/en/v0.11.2/features/reasoning_outputs/ has the first, DeepSeek the second. */
export type ReasoningName = 'reasoning' | 'reasoning_content';

/** What one engine is told: made by toldRequest alone. */
export interface ToldRequest {
  readonly messages: readonly CompletionMessage[];
  readonly tools: readonly CompletionTool[];
  readonly maxOutputTokens: number | undefined;
  /** Under which name the thoughts of earlier messages are sent. */
  readonly reasoningName: ReasoningName;
}

export type EngineUsage = NonNullable<Finished['usage']>;

export interface EngineEnd {
  readonly type: 'end';
  readonly finishReason: Finished['finishReason'];
  readonly usage: EngineUsage;
  /** Not empty where the finish reason is TOOL_CALLS, else empty. */
  readonly toolCalls: readonly CompletionToolCall[];
  /** Under which name it told its thoughts; undefined where it told none. */
  readonly reasoningName?: ReasoningName | undefined;
}

export type EnginePart =
  | { readonly type: 'content' | 'reasoning'; readonly text: string }
  /** A piece of a tool call came: nothing to show yet, but the engine is at work. */
  | { readonly type: 'toolFragment' }
  | EngineEnd;

/** Something that completes chats. Every implementation passes tests/contract/engine. */
export interface Engine {
  /**
   * Text and fragments in order, no text empty, then exactly one `end`. Throws an EngineFailure; throws the signal's reason where that
   * aborts, which frees the engine's socket at once, also while a read is pending. Calls nobody before the first next().
   */
  stream(request: ToldRequest, signal: AbortSignal): AsyncIterable<EnginePart>;
  /** Ends every socket. Idempotent. */
  close(): Promise<void>;
}

export const engineFailureKinds = [
  /** The engine does not want this request (4xx, a redirect): asking it again is of no use. */
  'REFUSED',
  /** The conversation is longer than its context. */
  'CONTEXT_TOO_LONG',
  /** Its content filter took the request. */
  'CONTENT_FILTERED',
  /** It does not want this key (401, 403). */
  'UNAUTHORIZED',
  'RATE_LIMITED',
  /** 5xx, or the connection ended in mid-answer. */
  'UNAVAILABLE',
  /** No connection came about. */
  'CONNECT',
  'TIMEOUT_FIRST',
  'TIMEOUT_IDLE',
  'TIMEOUT_TOTAL',
  /** It answered something that is no completion. */
  'BAD_RESPONSE',
] as const;

export type EngineFailureKind = (typeof engineFailureKinds)[number];

/** Why a call failed. The message is for people and carries nothing that the engine sent: some echo the key. */
export class EngineFailure extends Error {
  override readonly name = 'EngineFailure';
  readonly kind: EngineFailureKind;
  /** What a Retry-After header said. */
  readonly retryAfterSec: number | null;

  constructor(kind: EngineFailureKind, message: string, retryAfterSec: number | null = null) {
    super(message);
    this.kind = kind;
    this.retryAfterSec = retryAfterSec;
  }
}
