import type { ContextStrategy, MessageStatus, Role } from '../../../schema/generated/operator.ts';

/** At most this many messages of a session are sent to an engine. */
export const MAX_CONTEXT_MESSAGES = 50;

/** English and Spanish text averages about four characters a token; only engines count exactly. */
const CHARACTERS_PER_TOKEN = 4;

export interface ContextMessage {
  readonly role: Role;
  readonly content: string;
  readonly status: MessageStatus;
}

export interface ContextSeven {
  readonly strategy: ContextStrategy;
  readonly kept: readonly ContextMessage[];
  readonly droppedMessages: number;
  readonly estimatedTokens: number;
}

/**
 * What of a session an engine is told: its newest messages, oldest first. `newest` are the last of those that say something
 * (ended, and not empty), in that order; `usableTotal` is how many such messages the session has.
 */
export function contextSeven(
  newest: readonly ContextMessage[],
  usableTotal: number,
  summary: string | null,
): ContextSeven {
  const kept = newest.slice(-MAX_CONTEXT_MESSAGES);
  const droppedMessages = usableTotal - kept.length;
  const characters = kept.reduce((sum, message) => sum + message.content.length, summary?.length ?? 0);
  return {
    strategy: droppedMessages === 0 ? 'FULL' : 'SLIDING_WINDOW',
    kept,
    droppedMessages,
    estimatedTokens: Math.ceil(characters / CHARACTERS_PER_TOKEN),
  };
}
