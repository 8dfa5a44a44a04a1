import type { ContextStrategy, Role } from '../../../../schema/generated/operator.ts';

/** At most this many messages of a session are sent to an engine. */
export const MAX_CONTEXT_MESSAGES = 50;
/** And about as many tokens: with the answer they fit the 8192 of a common local engine. */
export const MAX_CONTEXT_TOKENS = 6_000;

/** Of the caller's own summary, as people count them: a third of the room at most, so that the last messages have most of it. */
export const MAX_SUMMARY_CHARACTERS = 8_000;

/** English and Spanish text averages about four characters a token; only engines count exactly. */
const CHARACTERS_PER_TOKEN = 4;

export interface ContextMessage {
  readonly role: Role;
  readonly content: string;
  /** Of what goes with it to the engine beside its content: the rounds with tools before an answer. */
  readonly extraCharacters?: number;
}

export interface ContextSeven<Message> {
  readonly strategy: ContextStrategy;
  readonly kept: readonly Message[];
  readonly droppedMessages: number;
  readonly estimatedTokens: number;
  /** What is sent in the place of what is not: the caller's own summary, then the extract of what was dropped. */
  readonly summary: string | null;
}

/**
 * The last of `messages`, oldest first, as far as count and tokens go beside the caller's own summary, beginning with a user's message.
 * The very last is always kept, however long it is: it is the question.
 */
export function keepWithinBudget<Message extends ContextMessage>(
  messages: readonly Message[],
  callersSummary: string | null = null,
): readonly Message[] {
  let tokens = tokensOf(callersSummary?.length ?? 0);
  let first = messages.length;
  while (first > 0 && messages.length - first < MAX_CONTEXT_MESSAGES) {
    const next = messages[first - 1];
    if (next === undefined) break;
    tokens += tokensOf(next.content.length + (next.extraCharacters ?? 0));
    if (tokens > MAX_CONTEXT_TOKENS && first < messages.length) break;
    first -= 1;
  }
  // Engines refuse a conversation that begins with an answer.
  while (first > 0 && first < messages.length - 1 && messages[first]?.role !== 'USER') first += 1;
  return messages.slice(first);
}

/**
 * What of a session an engine is told. `kept` is what keepWithinBudget left of the messages that say something, of which the session
 * has `usableTotal`; `extract` is made of the others.
 */
export function contextSeven<Message extends ContextMessage>(
  kept: readonly Message[],
  usableTotal: number,
  callersSummary: string | null,
  extract: string | null = null,
): ContextSeven<Message> {
  const droppedMessages = usableTotal - kept.length;
  const summary = [callersSummary, extract].filter((part) => part !== null).join('\n\n');
  const characters = kept.reduce(
    (sum, message) => sum + message.content.length + (message.extraCharacters ?? 0),
    summary.length,
  );
  return {
    strategy: strategyOf(droppedMessages, extract),
    kept,
    droppedMessages,
    estimatedTokens: tokensOf(characters),
    summary: summary === '' ? null : summary,
  };
}

function strategyOf(droppedMessages: number, extract: string | null): ContextStrategy {
  if (droppedMessages === 0) return 'FULL';
  return extract === null ? 'SLIDING_WINDOW' : 'SUMMARY';
}

function tokensOf(characters: number): number {
  return Math.ceil(characters / CHARACTERS_PER_TOKEN);
}
