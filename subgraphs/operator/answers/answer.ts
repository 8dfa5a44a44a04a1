import type { Clock } from '../../../platform/clock.ts';
import type { Logger } from '../../../platform/log.ts';
import type { RequestContext } from '../../../platform/request-context.ts';
import type { CompletionAttempt } from '../../../schema/completion.ts';
import type {
  FinishReason,
  Grounding,
  MessageStatus,
  Responder,
  TokenUsage,
} from '../../../schema/generated/operator.ts';
import type { Facts } from '../facts.ts';
import type { Completions } from '../ports.ts';
import type { StoredChatError } from '../sessions/messages.ts';
import type { ConversationStore } from '../chat/conversation-store.ts';

/** How an answer ended; what is stored with the message. */
export interface Answer {
  readonly content: string;
  readonly status: Exclude<MessageStatus, 'PENDING' | 'STREAMING'>;
  readonly answeredBy: Responder | null;
  readonly engine: string | null;
  readonly hostService: string | null;
  readonly degradedReason: string | null;
  readonly attempts: readonly CompletionAttempt[];
  readonly grounded: readonly Grounding[];
  readonly usage: TokenUsage | null;
  readonly firstTokenMs: number | null;
  readonly totalMs: number | null;
  readonly finishReason: FinishReason | null;
  readonly error: StoredChatError | null;
  /** The windows that held the answering components. */
  readonly windowIds: readonly string[];
}

export interface AnswerJob {
  readonly messageId: string;
  readonly sessionId: string;
  readonly question: string;
  readonly engine: string | null;
  readonly allowFallback: boolean;
  /** Its signal ends this answer; it is not the request's, for a disconnect cancels nothing. */
  readonly context: RequestContext;
}

export interface AnswerParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly facts: Facts;
  readonly completions: Completions;
  readonly store: ConversationStore;
}

export const NO_ANSWER: Answer = {
  content: '',
  status: 'FAILED',
  answeredBy: null,
  engine: null,
  hostService: null,
  degradedReason: null,
  attempts: [],
  grounded: [],
  usage: null,
  firstTokenMs: null,
  totalMs: null,
  finishReason: 'ERROR',
  error: null,
  windowIds: [],
};
