import type { CompletionEvent, CompletionRequest } from '../../../schema/completion.ts';

type Finished = Extract<CompletionEvent, { readonly type: 'finished' }>;

export interface EngineRequest {
  readonly messages: CompletionRequest['messages'];
}

export type EngineUsage = NonNullable<Finished['usage']>;

export interface EngineEnd {
  readonly type: 'end';
  readonly finishReason: Finished['finishReason'];
  readonly usage: EngineUsage;
}

export type EnginePart = { readonly type: 'content' | 'reasoning'; readonly text: string } | EngineEnd;

/** Something that completes chats. Every implementation passes tests/contract/engine. */
export interface Engine {
  /**
   * Text in order, none of it empty, then exactly one `end`. Throws an EngineFailure; throws the signal's reason where that
   * aborts, which frees the engine's socket at once, also while a read is pending. Calls nobody before the first next().
   */
  stream(request: EngineRequest, signal: AbortSignal): AsyncIterable<EnginePart>;
  /** Ends every socket. Idempotent. */
  close(): Promise<void>;
}

export type EngineFailureKind =
  /** The engine does not want this request (4xx, a redirect): asking it again is of no use. */
  | 'REFUSED'
  /** It does not want this key (401, 403). */
  | 'UNAUTHORIZED'
  | 'RATE_LIMITED'
  /** 5xx, or the connection ended in mid-answer. */
  | 'UNAVAILABLE'
  /** No connection came about. */
  | 'CONNECT'
  | 'TIMEOUT_FIRST'
  | 'TIMEOUT_IDLE'
  | 'TIMEOUT_TOTAL'
  /** It answered something that is no completion. */
  | 'BAD_RESPONSE';

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
