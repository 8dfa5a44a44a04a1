import type { Clock } from '../../../platform/clock.ts';
import type { Logger } from '../../../platform/log.ts';
import type { RequestContext } from '../../../platform/request-context.ts';
import type { CompletionDecision, CompletionMessage } from '../../../schema/completion.ts';
import type {
  FinishReason,
  Grounding,
  MessageStatus,
  Proposal,
  Responder,
  TokenUsage,
} from '../../../schema/generated/operator.ts';
import type { Facts } from '../facts/facts.ts';
import type { AnswerFromLiveState } from '../grounded/live-answers.ts';
import type { Completions } from '../ports.ts';
import type { StoredChatError } from '../sessions/messages.ts';
import type { ToolCalls } from '../sessions/tool-calls.ts';
import type { ConversationStore } from '../chat/conversation-store.ts';
import type { ToolBox } from '../tools/tool-box.ts';
import type { Attempt } from './follow-attempts.ts';

/** How an answer ended; what is stored with the message. */
export interface Answer {
  readonly content: string;
  readonly status: Exclude<MessageStatus, 'PENDING' | 'STREAMING'>;
  readonly answeredBy: Responder | null;
  readonly engine: string | null;
  readonly hostService: string | null;
  readonly degradedReason: string | null;
  readonly attempts: readonly Attempt[];
  /** Null where no engine was considered. */
  readonly route: CompletionDecision | null;
  readonly grounded: readonly Grounding[];
  readonly proposals: readonly Proposal[];
  /** What the engine thought before the text, where it tells. */
  readonly reasoning: string | null;
  /** What engine and tools told each other before the text: later questions of the session carry it along. */
  readonly exchange: readonly CompletionMessage[];
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
  readonly tools: ToolBox;
  readonly answerFromLiveState: AnswerFromLiveState;
  readonly recordToolCall: ToolCalls['record'];
}

export const NO_ANSWER: Answer = {
  content: '',
  status: 'FAILED',
  answeredBy: null,
  engine: null,
  hostService: null,
  degradedReason: null,
  attempts: [],
  route: null,
  grounded: [],
  proposals: [],
  reasoning: null,
  exchange: [],
  usage: null,
  firstTokenMs: null,
  totalMs: null,
  finishReason: 'ERROR',
  error: null,
  windowIds: [],
};
