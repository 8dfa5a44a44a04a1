import type { Clock } from '../../platform/clock.ts';
import type { RequestContext } from '../../platform/request-context.ts';
import type { Chat } from './chat/chat.ts';
import type { RunningAnswers } from './answers/running-answers.ts';
import type { ConversationStore } from './chat/conversation-store.ts';
import type { EventLog } from './events/event-log.ts';
import type { Facts } from './facts/facts.ts';
import type { Feedback } from './feedback/feedback.ts';
import type { AskSubgraph } from './ports.ts';
import type { Metrics, Period } from '../../schema/generated/operator.ts';
import type { Loaders } from './loaders.ts';
import type { Messages } from './sessions/messages.ts';
import type { SessionChanges } from './sessions/session-changes.ts';
import type { Sessions } from './sessions/sessions.ts';
import type { SwitchAdjustments } from './sessions/switch-adjustments.ts';
import type { ToolCalls } from './sessions/tool-calls.ts';
import type { StatusChanges } from './status/status-changes.ts';

/** Entities of other subgraphs are known here by their key alone; the gateway joins the rest. */
export interface ServiceKey {
  readonly name: string;
}
export interface WindowKey {
  readonly id: string;
}
export interface EngineKey {
  readonly id: string;
}
export interface FlagKey {
  readonly key: string;
}

/** What lives as long as the subgraph. */
export interface OperatorParts {
  readonly clock: Clock;
  readonly sessions: Sessions;
  readonly messages: Messages;
  readonly toolCalls: ToolCalls;
  readonly switchAdjustments: SwitchAdjustments;
  readonly sessionChanges: SessionChanges;
  readonly conversations: ConversationStore;
  readonly chat: Chat;
  readonly running: RunningAnswers;
  readonly facts: Facts;
  readonly statusChanges: StatusChanges;
  readonly events: EventLog;
  readonly feedback: Feedback;
  readonly askSwitch: AskSubgraph;
  /** The only folder whose files are shown. */
  readonly filesDir: string;
  readonly readMetrics: (period: Period) => Promise<Metrics>;
}

/** Of one request or one event: loaders remember what they read. */
export interface OperatorContext extends OperatorParts {
  readonly request: RequestContext;
  readonly load: Loaders;
}
