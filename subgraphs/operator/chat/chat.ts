import { createHash } from 'node:crypto';
import type { Clock } from '../../../platform/clock.ts';
import { startDeadline } from '../../../platform/deadline.ts';
import type { RequestContext } from '../../../platform/request-context.ts';
import { unlessAborted } from '../../../platform/unless-aborted.ts';
import type { ChatErrorCode, ChatInput } from '../../../schema/generated/operator.ts';
import { MAX_SUMMARY_CHARACTERS } from '../sessions/context/context-seven.ts';
import type { MessageRecord, StoredChatError } from '../sessions/messages.ts';
import type { Begun, Question } from './begin-question.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { RunningAnswer, RunningAnswers } from '../answers/running-answers.ts';

const MAX_CHARACTERS = 32_000;
/** Who waits is told then how far the answer is. Below the gateway's limit on mutations (130 s), which would tell an error. */
const LONGEST_WAIT_MS = 120_000;
/** The schema's own, which its generated type does not promise. */
const DEFAULTS = { userId: 'local', allowFallback: true, wait: true };
type Asked = ChatInput & typeof DEFAULTS;

export interface ChatOutcome {
  readonly ok: boolean;
  readonly message: MessageRecord | null;
  readonly error: StoredChatError | null;
  readonly deduplicated: boolean;
}

export interface Chat {
  /**
   * Refusals store nothing. Waiting ends with the request, and after 120 s with the message as it is then; the answer does not end.
   * Asked again under the same key it is waited for once more.
   */
  ask(input: ChatInput, context: RequestContext): Promise<ChatOutcome>;
  /** Ends the answer if it still runs and keeps the text shown so far. */
  cancel(messageId: string): Promise<ChatOutcome>;
}

export interface ChatParts {
  readonly clock: Clock;
  readonly store: ConversationStore;
  readonly running: RunningAnswers;
  readonly readMessage: (id: string) => Promise<MessageRecord | null>;
  readonly onStored: (sessionId: string) => void;
}

export function createChat(parts: ChatParts): Chat {
  const { clock, store, running, readMessage } = parts;

  async function begin(input: Asked, context: RequestContext): Promise<Begun> {
    const begun = await store.begin(questionOf(input, context));
    if (begun.kind !== 'stored') return begun;
    const { messageId, sessionId } = begun;
    const { correlationId, actor } = context;
    running.start({
      messageId,
      sessionId,
      question: input.message,
      engine: input.engine ?? null,
      allowFallback: input.allowFallback,
      context: { correlationId, actor },
    });
    parts.onStored(sessionId);
    return begun;
  }

  async function outcome(
    messageId: string,
    wait: boolean,
    context: RequestContext,
    deduplicated: boolean,
  ): Promise<ChatOutcome> {
    const done = running.get(messageId)?.done;
    const ended = wait && done !== undefined ? await waitFor(done, context) : undefined;
    return outcomeOf(ended === undefined ? await readMessage(messageId) : ended, deduplicated);
  }

  /** Undefined where it takes too long. */
  async function waitFor(
    done: RunningAnswer['done'],
    { signal: parent }: RequestContext,
  ): Promise<MessageRecord | null | undefined> {
    const limit = startDeadline({ clock, limitMs: LONGEST_WAIT_MS, what: 'the answer', parent });
    try {
      return await unlessAborted(done, limit.signal);
    } catch (error) {
      if (limit.signal.aborted && !parent.aborted) return undefined;
      throw error;
    } finally {
      limit.stop();
    }
  }

  return {
    async ask(asked, context) {
      const input = { ...DEFAULTS, ...asked };
      const problem = problemOf(input);
      if (problem !== null) return refused(problem);
      const begun = await running.admit(() => begin(input, context));
      if (begun === false) return refused(BUSY);
      switch (begun.kind) {
        case 'no-session':
          return refused(
            chatError('SESSION_NOT_FOUND', `there is no session ${String(input.sessionId).slice(0, 64)}`),
          );
        case 'key-conflict':
          return refused(
            chatError('IDEMPOTENCY_CONFLICT', 'this idempotencyKey was used with another input'),
          );
        case 'known':
        case 'stored':
          return outcome(begun.messageId, input.wait, context, begun.kind === 'known');
      }
    },
    async cancel(messageId) {
      const answer = running.get(messageId);
      answer?.cancel();
      const message = answer === undefined ? await readMessage(messageId) : await answer.done;
      if (message === null) return refused(messageNotFound(messageId));
      return { ok: true, message, error: null, deduplicated: false };
    },
  };
}

export function messageNotFound(messageId: string): StoredChatError {
  return chatError('MESSAGE_NOT_FOUND', `there is no message ${messageId}`);
}

export function refused(error: StoredChatError): ChatOutcome {
  return { ok: false, message: null, error, deduplicated: false };
}

function outcomeOf(message: MessageRecord | null, deduplicated: boolean): ChatOutcome {
  if (message === null)
    return refused(chatError('SESSION_NOT_FOUND', 'the session was deleted while the answer was made'));
  return { ok: message.error === null, message, error: message.error, deduplicated };
}

function problemOf({ message, contextSummary }: Asked): StoredChatError | null {
  const bounds = `message must hold 1 to ${MAX_CHARACTERS} characters`;
  if (message.trim() === '') return chatError('MESSAGE_EMPTY', `${bounds}, got none`);
  const characters = lengthOf(message);
  if (characters > MAX_CHARACTERS) return chatError('MESSAGE_TOO_LONG', `${bounds}, got ${characters}`);
  const summary = lengthOf(contextSummary ?? '');
  if (summary <= MAX_SUMMARY_CHARACTERS) return null;
  const most = `contextSummary must hold at most ${MAX_SUMMARY_CHARACTERS} characters`;
  return chatError('MESSAGE_TOO_LONG', `${most}, got ${summary}`);
}

/** Characters as people count them: an emoji is one. */
function lengthOf(text: string): number {
  return [...text].length;
}

const BUSY: StoredChatError = {
  code: 'RATE_LIMITED',
  message: 'as many answers as this server makes at once are under way; ask again shortly',
  retryable: true,
  retryAfterSec: 5,
};

function chatError(code: ChatErrorCode, message: string): StoredChatError {
  return { code, message, retryable: false, retryAfterSec: null };
}

function questionOf(input: Asked, context: RequestContext): Question {
  const key = input.idempotencyKey ?? null;
  return {
    actor: context.actor.name,
    correlationId: context.correlationId,
    message: input.message,
    sessionId: input.sessionId ?? null,
    userId: input.userId,
    summary: input.contextSummary ?? null,
    metadata: input.metadata ?? null,
    key: key === null ? null : { value: key, inputHash: hashOf(input) },
  };
}

/** Equal for equal questions, however their JSON is ordered. `wait` says how to listen, not what is asked. */
function hashOf(input: Asked): string {
  const asked = [
    input.message,
    input.sessionId ?? null,
    input.userId,
    input.engine ?? null,
    input.contextSummary ?? null,
    input.metadata ?? null,
    input.allowFallback,
  ];
  return createHash('sha256').update(JSON.stringify(asked, sortKeys)).digest('hex');
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
